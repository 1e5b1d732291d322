"""Presses in; tones and pixels out."""
