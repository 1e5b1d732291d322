"""Records of holds on the host."""
