"""What the link to the strap costs and survives. `make bench-link` prints and writes it."""
