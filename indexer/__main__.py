"""``python -m indexer`` and the console script ``baogao``."""

from indexer.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
