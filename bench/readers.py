"""Readers of a site: ``python -m bench.readers PORT FILE READERS WARM`` prints times and rate as JSON.

FILE has the paths as a JSON list; the first WARM of them do not count. Readers take the next path as they are done.
"""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
from pathlib import Path


class Readers:
    """Threads with a connection each, reading a list of paths to its end."""

    def __init__(self, port: int, paths: list[str]) -> None:
        self._port, self._paths = port, iter(paths)
        self._lock = threading.Lock()
        self.times: list[float] = []
        self.bytes = 0
        self.faults: list[str] = []

    def run(self, count: int) -> float:
        """Read all with so many threads; returns the seconds it took."""
        threads = [threading.Thread(target=self._read) for _ in range(count)]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - started

    def _read(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        while True:
            with self._lock:
                path = next(self._paths, None)
            if path is None:
                break
            started = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            body = answer.read()
            took = 1e3 * (time.perf_counter() - started)
            with self._lock:
                self.times.append(took)
                self.bytes += len(body)
                if answer.status != 200 or not body:
                    self.faults.append(f"{answer.status} {path}")
        connection.close()


def main(port: int, file: str, readers: int, warm: int) -> int:
    """Read, and print what was seen; 1 if an answer was not as it must be."""
    paths = json.loads(Path(file).read_text(encoding="ascii"))
    Readers(port, paths[:warm]).run(1)
    counted = Readers(port, paths[warm:])
    seconds = counted.run(readers)
    for fault in counted.faults[:5]:
        print(fault, file=sys.stderr)
    print(json.dumps({"times": counted.times, "rate": len(counted.times) / seconds, "bytes": counted.bytes}))
    return 1 if counted.faults else 0


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
