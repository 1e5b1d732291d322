"""The product: what a hold is, when it is over, what to show. No machine, no time, no files."""

VERSION = "0.1.0"
