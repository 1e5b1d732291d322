"""What the firmware costs: iterations, bytes, bus time. `make bench` prints and writes it."""
