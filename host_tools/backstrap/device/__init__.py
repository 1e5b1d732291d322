"""The strap at the other end: finding it, asking it, and changing its files safely."""
