"""``python -m indexer`` and the console script ``baogao``."""

import os

# NumPy's linear algebra, which nothing here uses, would start a thread for each processor: half of the time of its import.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from indexer.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
