"""Boards a strap can be built on: what a board file may say, and how its wiring is drawn."""
