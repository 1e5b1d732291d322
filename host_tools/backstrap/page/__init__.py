"""The page for people who do not live in a terminal: made of site/, the firmware, the virtual
strap's JavaScript and packages from node_modules; served, written to a folder, or checked."""
