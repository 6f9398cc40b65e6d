"""What is taken from others for the browser: locked, unchanged, licensed, and complete without the outside."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "webapp" / "static"
VENDOR = STATIC / "vendor"
PACKAGES = json.loads((VENDOR / "VENDOR.json").read_text(encoding="utf-8"))["packages"]
FOLDERS = {f"{package['name']}-{package['version']}": package for package in PACKAGES}


@pytest.mark.parametrize("folder", FOLDERS)
def test_vendored_files_are_those_that_were_taken(folder):
    """Every file has the hash in VENDOR.json, and no file is there that it does not name."""
    rows = FOLDERS[folder]["files"]
    assert {path.name for path in (VENDOR / folder).iterdir()} == set(rows)
    for name, row in rows.items():
        assert hashlib.sha256((VENDOR / folder / name).read_bytes()).hexdigest() == row["sha256"], name


@pytest.mark.parametrize("folder", FOLDERS)
def test_vendored_files_say_where_they_are_from(folder):
    """Name, version, licence with its text, source and the registry's hash of the package are on record."""
    package = FOLDERS[folder]
    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert package["source"].startswith("npm:")
    assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"])
    licence = (VENDOR / folder / package["licence_file"]).read_text(encoding="utf-8")
    assert package["licence"] in licence


def test_nothing_lies_beside_what_is_on_record():
    """The folder holds VENDOR.json and the folders of the packages, no more."""
    assert {path.name for path in VENDOR.iterdir()} == {"VENDOR.json", *FOLDERS}


def test_pages_link_the_version_that_is_there(client):
    """The address in the page has the version in it, is there, and may be kept for ever."""
    links = re.findall(r"/static/vendor/[^\"]+", client.get("/").get_data(as_text=True))
    assert links
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.[cj]s*")), ids=lambda path: path.name)
def test_nothing_points_outside(path):
    """No style or script loads from another host, imports another file, or asks for a source map."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"url\((?!\s*['\"]?data:)|@import|sourceMappingURL", text)
    assert not re.search(r"\b(?:fetch|import|open|Worker)\s*\(\s*['\"`](?:https?:)?//", text)
