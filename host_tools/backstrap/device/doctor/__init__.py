"""What is wrong between the computer and the strap, and what to do about it.

look.py, ports and the link gather evidence; the tables of rules make findings of it.
"""
