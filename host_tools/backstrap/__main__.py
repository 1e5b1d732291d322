"""`python -m backstrap`: the tool where no `backstrap` command is on PATH, as on Windows."""

from backstrap.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
