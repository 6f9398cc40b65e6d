"""The passages of a document as arrays, before they are put into an index: made in any process, kept in a cache, sent over a pipe.

Owns the form: a line of JSON that names the arrays, then their numbers, little-endian, one array behind the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from indexer.engines.arrays.files import Array

#: Arrays by name. Text and JSON are arrays of bytes.
Piece = Mapping[str, Array]


def pack(piece: Piece) -> bytes:
    """A piece as bytes."""
    arrays = {name: np.ascontiguousarray(array, array.dtype.newbyteorder("<")) for name, array in piece.items()}
    head = json.dumps([[name, array.dtype.str, len(array)] for name, array in arrays.items()])
    return b"".join([head.encode("ascii"), b"\n", *(array.tobytes() for array in arrays.values())])


def unpack(data: bytes) -> Piece:
    """What :func:`pack` was given; raises ValueError, TypeError or KeyError for anything else."""
    at = data.index(b"\n") + 1
    piece = {}
    for name, kind, count in json.loads(data[: at - 1]):
        piece[name] = np.frombuffer(data, kind, count, at)
        at += piece[name].nbytes
    if at != len(data):
        raise ValueError("length")
    return piece


def text_array(text: str) -> Array:
    """A text as an array of bytes."""
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), "u1")


def json_array(value: object) -> Array:
    """A value as an array of the bytes of its JSON."""
    return text_array(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def json_of(array: Array) -> Any:
    """What :func:`json_array` was given, tuples as lists."""
    return json.loads(array.tobytes().decode("utf-8", "surrogatepass"))
