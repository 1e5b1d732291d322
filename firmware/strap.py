"""All that main.py asks for, by one name: in a slot this one file holds all that stays loaded.

A main.py of any version starts a slot of any other: this name never changes.
"""

from loop import run
