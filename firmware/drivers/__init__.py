"""One chip a file: bus passed in, id checked, one kept buffer, no policy, no sleep."""
