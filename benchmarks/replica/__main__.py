"""Entry point of `python -m benchmarks.replica`."""

import sys

from benchmarks.replica.drill import main

if __name__ == "__main__":
    sys.exit(main())
