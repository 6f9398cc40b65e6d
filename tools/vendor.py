"""Fetch the front-end files that webapp/static/vendor/VENDOR.json locks, and write their hashes there.

Run from anywhere: ``python tools/vendor.py``. Needs npm; the product itself needs neither npm nor this program. Each package
is fetched by ``npm pack`` in the locked version and refused if its integrity is another. To take a new version: change
``version``, empty ``integrity`` and ``files.*.sha256``, run this, change the path in base.html, read the difference.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parents[1] / "webapp" / "static" / "vendor"
LOCK = VENDOR / "VENDOR.json"


def integrity(data: bytes) -> str:
    """The hash of a package as npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode("ascii")


def fetch(name: str, version: str) -> bytes:
    """The package of that version as the registry serves it; nothing of it is run."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{name}@{version}", "--ignore-scripts", "--silent", "--pack-destination", folder]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        return next(Path(folder).glob("*.tgz")).read_bytes()


def unpack(package: dict[str, Any], archive: bytes) -> dict[str, bytes]:
    """The locked files of a package by their name here. Members are read by exact name, never extracted by path."""
    with tempfile.TemporaryFile() as file:
        file.write(archive)
        file.seek(0)
        with tarfile.open(fileobj=file, mode="r:gz") as tar:
            members = {name: tar.extractfile(f"package/{row['from']}") for name, row in package["files"].items()}
            return {name: member.read() for name, member in members.items() if member}


def take(package: dict[str, Any]) -> dict[str, Any]:
    """Fetch one package, write its files, and return its row with integrity and hashes filled in."""
    archive = fetch(package["source"].removeprefix("npm:"), package["version"])
    found = integrity(archive)
    if package["integrity"] not in ("", found):
        sys.exit(f"{package['name']} {package['version']}: integrity {found}, but {package['integrity']} is locked")
    folder = VENDOR / f"{package['name']}-{package['version']}"
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for name, data in unpack(package, archive).items():
        (folder / name).write_bytes(data)
        rows[name] = {"from": package["files"][name]["from"], "sha256": hashlib.sha256(data).hexdigest()}
    return {**package, "integrity": found, "files": rows}


def main() -> None:
    """Bring the folder into line with its lock."""
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    lock["packages"] = [take(package) for package in lock["packages"]]
    LOCK.write_text(json.dumps(lock, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
