"""All that main.py runs, by one name: in a slot this one file holds all that stays loaded."""

from app import App
from board import Board
from console import Console, Port
from store import Store, forget_reading
