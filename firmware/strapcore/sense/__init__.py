"""Samples in, one picture of the ball out."""
