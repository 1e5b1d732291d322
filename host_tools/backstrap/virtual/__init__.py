"""The strap without hardware: chips, a body, a world behind `machine`, and what runs them.

The files that also run on MicroPython (machine, world, body, chips, noise, seen, scenario, plant)
import only each other and what both interpreters have.
"""
