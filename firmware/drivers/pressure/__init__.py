"""Pressure sensors: one file a family, loaded when its part was found."""
