"""What was tried for the engine and refused, beside what was taken: DECISIONS.md has the reasons, this program the figures.

Times are of the CPU (``time.process_time``), for each query the least of RUNS runs, so that other work on the machine counts
little. Answers are compared before they are timed. A library that is not installed is skipped with a line.
"""

from __future__ import annotations

import functools
import importlib.util
import operator
import os
import subprocess
import sys
import tempfile
import time
import timeit
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from bench import corpora, machine
from bench.classes import SEED, Stage, staged
from bench.figures import Figures, Line, Table, figures, printed, short
from bench.questions import COUNT, combinations, kind_of, literals
from indexer.engines.arrays.evaluation import counted
from indexer.engines.arrays.found import Places, apart, common, members
from indexer.engines.arrays.lists import Lists, ListsWriter
from indexer.engines.arrays.searcher import Searcher
from indexer.engines.arrays.signs import Signs, SignsWriter, encode_signs, units_of
from indexer.engines.arrays.words import WordsWriter, encode_words
from indexer.engines.evaluate import K1, B, idf

RUNS = 5
MB, BUILD, IMPORT, FIRST = "MB", "build, s", "import, s", "first call, s"
NOT_BUILT = """C, Cython, cffi, Rust (maturin): not built, so there is no figure. An extension of our own needs a compiler wherever
no wheel fits, and a wheel for each system, processor and Python; what compiled loops gain is in the lines of numba."""
Array = np.ndarray[Any, Any]
Libraries = dict[str, ModuleType]
Ways = dict[str, tuple[Callable[[Any], Any], dict[str, str]]]


def run() -> None:
    """Print the three tables, over the 422 reports; some minutes."""
    names = ("numba", "pyroaring", "pydivsufsort", "bm25s", "stringzilla")
    there = {name: importlib.import_module(name) for name in names if importlib.util.find_spec(name)}
    stage = staged(corpora.names()[0])
    about = ", ".join(f"{count:,} {what}" for what, count in corpora.described(stage.library).items())
    print(f"{machine.facts()}\n- {about}; CPU time, least of {RUNS} runs, {COUNT} queries a class", flush=True)
    for name in names:
        print(f"- {name} {version(name)}" if name in there else f"- {name} is not installed: skipped")
    postings = PairRows(stage.library.engine._searcher)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        for trial in (_literals, _ranked, _codings):
            print(f"\n{printed(trial(stage, there, postings, Path(folder)))}", flush=True)
    print(NOT_BUILT)


def _child(work: str, before: str, **environment: str) -> float:
    """Seconds that a line of Python takes in a new process, after another line."""
    code = f"import time; {before}; t = time.process_time(); {work}; print(time.process_time() - t)"
    command, given = [sys.executable, "-c", code], {**os.environ, **environment}
    return float(subprocess.run(command, env=given, check=True, capture_output=True, text=True).stdout)


def _imported(name: str, before: str = "import numpy") -> str:
    return short(min(_child(f"import {name}", before) for _ in range(3)))


def _seconds(work: Callable[[], Any]) -> tuple[str, Any]:
    started = time.process_time()
    made = work()
    return short(time.process_time() - started), made


def _microseconds(call: Callable[[Any], object], queries: Sequence[Any]) -> Figures:
    least = (min(timeit.repeat(lambda q=q: call(q), timer=time.process_time, repeat=RUNS, number=1)) for q in queries)
    return figures(seconds * 1e6 for seconds in least)


def _megabytes(*sizes: int) -> str:
    return " / ".join(short(size / 1e6) for size in sizes)


def _size(folder: Path, names: str) -> int:
    return sum(path.stat().st_size for path in folder.rglob(names) if path.is_file())


def _table(stage: Stage, title: str, ways: Ways, queries: dict[str, Sequence[Any]]) -> Table:
    """A line for each way; the first is ours, and the others must answer as it does, but for rankings by another formula."""
    table, ours = Table(title, (MB, BUILD, *queries, IMPORT, FIRST)), next(iter(ways.values()))[0]
    lines = table.lines.setdefault(stage.corpus, [])
    for name, (call, cells) in ways.items():
        shares = [_same(call(query), ours(query)) for some in queries.values() for query in some]
        assert min(shares) == 1 or name.startswith("bm25s"), name
        times = {label: _microseconds(call, some) for label, some in queries.items()}
        lines.append(Line(name, {**cells, **times}, f"answers: {sum(shares) / len(shares):.1%} of ours"))
    return table


def _same(found: Any, ours: Any) -> float:
    """The share of our answer that was found; a number is one of places."""
    if isinstance(found, int):
        return float(found == ours[1].sum())
    return len(set(found) & set(ours)) / len(ours) if isinstance(ours, list) else float(np.array_equal(found, ours))


class PairRows:
    """The former way: the rows of each pair of units; what they have in common is looked for in the keys."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher, started, units = searcher, time.process_time(), searcher.signs.units.astype(np.uint64)
        rows = searcher._grounds.rows.numbers(np.arange(len(units) - 1)).astype(np.uint64)
        keys = (units[:-1] << 48) | (units[1:] << 32) | rows
        keys.sort()
        keys = members(keys)
        pairs, self.rows = (keys >> 32).astype(np.uint32), keys.astype(np.uint32)
        firsts = np.flatnonzero(np.diff(pairs, prepend=~pairs[:1]))
        self.pairs, self.starts = pairs[firsts], np.append(firsts, len(keys))
        self.seconds = short(time.process_time() - started)

    def lists(self, key: str) -> tuple[int, ...]:
        """The lists of the pairs of a key that stands somewhere, the shortest first."""
        sought = units_of(key).astype(np.uint32)
        places = np.unique(self.pairs.searchsorted((sought[:-1] << 16) | sought[1:]))
        return tuple(places[np.argsort(self.starts[places + 1] - self.starts[places])].tolist())

    def find(self, keys: Sequence[str], key: str) -> tuple[Array, Array]:
        """The rows of a key and how often it stands in each, given all keys as strings in memory (ours has them in a file)."""
        parts = [self.rows[int(self.starts[at]) : int(self.starts[at + 1])] for at in self.lists(key)]
        found = functools.reduce(common, parts)
        times = np.array([keys[row].count(key) for row in found.tolist()])
        return found[times > 0], times[times > 0]


def _literals(stage: Stage, there: Libraries, postings: PairRows, folder: Path) -> Table:
    signs, to_rows, keys = postings.searcher.signs, postings.searcher._grounds.rows.numbers, stage.rows.keys

    def rows_of(places: Callable[[str], Array], key: str) -> tuple[Array, Array]:
        starts = places(key).astype(np.int64)
        return counted(apart(Places(to_rows(starts), starts, starts + len(units_of(key)))))

    writer = SignsWriter(folder)
    built, _ = _seconds(lambda: (writer.add(encode_signs(keys)), writer.finish()))
    about = {MB: _megabytes(_size(folder, "signs.[psc]*")), BUILD: built}
    ways: Ways = {"places of pairs (ours)": (functools.partial(rows_of, signs.places), about)}
    if "numba" in there:
        find, about = functools.partial(_compared, signs, compiled()[0]), {IMPORT: _imported("numba")}
        ways["the same, numba compares"] = functools.partial(rows_of, find), {**about, FIRST: _first(0)}
    about = {MB: _megabytes(postings.pairs.nbytes + postings.starts.nbytes + postings.rows.nbytes)}
    ways["rows of pairs, then the keys"] = functools.partial(postings.find, keys), {**about, BUILD: postings.seconds}
    if "pydivsufsort" in there:
        find, about = _suffixes(there["pydivsufsort"], signs.units)
        ways["suffix array"] = functools.partial(rows_of, find), about
    ways["str.count, number of places"] = (text := "\n".join(keys)).count, {MB: "0"}
    if "stringzilla" in there:
        about = {MB: "0", IMPORT: _imported("stringzilla")}
        ways["stringzilla, number of places"] = there["stringzilla"].Str(text).count, about
    queries = {f"{length} signs": literals(stage.rows, length, COUNT, SEED) for length in (2, 4, 10)}
    return _table(stage, "Rows and number of places of a literal: µs, p50 / p95. MB without the keys", ways, queries)


def _suffixes(sorter: ModuleType, units: Array) -> tuple[Callable[[str], Array], dict[str, str]]:
    """All suffixes of the units; units are compared by their bytes, the upper one first."""
    seconds, suffixes = _seconds(lambda: np.asarray(sorter.divsufsort(np.asarray(units)), np.int32))
    text = units.astype(">u2").tobytes()

    def find(key: str) -> Array:
        sought = key.encode("utf-16-be", "surrogatepass")
        head = lambda place: text[2 * place : 2 * place + len(sought)]  # noqa: E731
        left = bisect_left(suffixes, sought, key=head)
        return np.sort(suffixes[left : bisect_right(suffixes, sought, left, key=head)])

    return find, {MB: _megabytes(suffixes.nbytes), BUILD: seconds, IMPORT: _imported("pydivsufsort")}


@functools.cache
def compiled() -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The two inner loops, of places and of scores, as numba compiles them."""
    import numba

    def places(units: Array, found: Array, shift: int, sought: Array) -> Array:
        kept, count = np.empty_like(found), 0
        for place in found:
            start, at = np.int64(place) - shift, 0
            while at < len(sought) and start + at < len(units) and units[start + at] == sought[at]:
                at += 1
            if at == len(sought) and start >= 0:
                kept[count] = start
                count += 1
        return kept[:count]

    def add(scores: Array, rows: Array, often: Array, norms: Array, weight: float) -> None:
        for at in range(len(rows)):
            scores[rows[at]] += weight * (often[at] * (K1 + 1) / (often[at] + norms[rows[at]]))

    return numba.njit(cache=True)(places), numba.njit(cache=True)(add)


def _first(loop: int) -> str:
    """The first call in a new process, and in the next, which finds what that compiled."""
    given = ("'u2'), ones(4, 'u4'), 0, ones(4, 'u2')", "'f8'), ones(4, 'u4'), ones(4, 'u1'), ones(4), 1.0")[loop]
    call = f"bench.alternatives.compiled()[{loop}](ones(4, {given})"
    with tempfile.TemporaryDirectory() as cache:
        before, environment = "import bench.alternatives, numba; from numpy import ones", {"NUMBA_CACHE_DIR": cache}
        return ", then ".join(short(_child(call, before, **environment)) for _ in range(2))


def _compared(signs: Signs, loop: Callable[..., Array], key: str) -> Array:
    if len(units_of(key)) == 2:
        return signs.places(key)
    lists: Any = signs._find_pairs(units_of(key))
    rarest = int(signs._lists.counts[lists].argmin())
    return loop(signs.units, signs._lists.numbers(int(lists[rarest])), rarest, units_of(key))


def _ranked(stage: Stage, there: Libraries, postings: PairRows, folder: Path) -> Table:
    rows, searcher, words, ranking = stage.rows, postings.searcher, postings.searcher.words, postings.searcher.ranking
    ours = lambda query: [row for row, _ in searcher.ranked(query, 10)[1]]  # noqa: E731

    def summed(query: tuple[str, ...]) -> list[int]:
        if len(query) == 1 or sum(words.spread(words.find(word) or 0) for word in query) < len(rows) // 32:
            return ours(query)
        scores = np.zeros(len(rows))
        for word in query:
            standing, often = words.postings(words.find(word) or 0)
            compiled()[1](scores, standing, often, ranking._norms, idf(len(rows), len(standing)))
        found = np.flatnonzero(scores)
        return found[ranking.best(found, scores[found], "relevance", 10)].tolist()

    writer = WordsWriter(folder)
    built, _none = _seconds(lambda: (writer.add(encode_words(rows.words)), writer.finish()))
    about = {MB: _megabytes(_size(folder, "words.*")), BUILD: built}
    ways: Ways = {"array postings (ours)": (ours, about)}
    if "numba" in there:
        ways["the same, numba sums where there is much"] = summed, {IMPORT: _imported("numba"), FIRST: _first(1)}
    for backend in [name for name in ("numpy", "numba") if "bm25s" in there and name in {"numpy", *there}]:
        model = there["bm25s"].BM25(k1=K1, b=B, backend=backend)
        seconds, _none = _seconds(lambda model=model: model.index(rows.words, show_progress=False))
        model.save(str(folder / backend), show_progress=False)
        before = f"import numpy, sys; sys.modules.update({ {'numba': None} if backend == 'numpy' else {} })"
        about = {MB: _megabytes(_size(folder / backend, "*")), BUILD: seconds, IMPORT: _imported("bm25s", before)}
        load = f"{before}; import bm25s; model = bm25s.BM25.load({str(folder / backend)!r}, mmap=True)"
        about[FIRST] = short(_child("model.retrieve([['发展']], k=10, show_progress=False)", load))
        best = lambda q, model=model: model.retrieve([list(q)], k=10, show_progress=False)[0][0]  # noqa: E731
        ways[f"bm25s, {backend}, without a total"] = best, about
    kinds, asked = kind_of(rows), (("common", 1), ("common", 2), ("middle", 2), ("rare", 2))
    queries = {f"{size} {kind}": combinations(rows, kinds[kind], size, COUNT, SEED) for kind, size in asked}
    return _table(stage, "Best ten of rows with any of the words: µs, p50 / p95", ways, queries)


def _varint(numbers: Array) -> bytes:
    parts = np.diff(numbers.astype(np.int64), prepend=0)[:, None] >> np.arange(0, 35, 7)
    used = (parts > 0) | (np.arange(5) == 0)
    return (parts & 127 | np.roll(used, -1, axis=1) * (np.arange(5) < 4) * 128).astype("u1")[used].tobytes()


def _unvarint(data: bytes) -> Array:
    octets = np.frombuffer(data, "u1")
    firsts = np.flatnonzero(np.concatenate(([True], octets[:-1] < 128)))
    shifts = 7 * (np.arange(len(octets)) - np.repeat(firsts, np.diff(firsts, append=len(octets))))
    return np.cumsum(np.add.reduceat((octets & 127).astype(np.uint32) << shifts.astype(np.uint32), firsts), dtype="u4")


def _codings(stage: Stage, there: Libraries, postings: PairRows, folder: Path) -> Table:
    words, signs, join = postings.searcher.words, postings.searcher.signs, functools.partial(functools.reduce, common)
    lists = [[own.numbers(at) for at in range(len(own.counts))] for own in (words._lists, signs._lists)]
    lists.insert(1, np.split(postings.rows, postings.starts[1:-1]))
    for name, some in zip("wrp", lists, strict=True):
        writer, counts = ListsWriter(folder, name), [len(one) for one in some]
        writer.append(np.concatenate(some), np.cumsum(counts) - counts)
        writer.finish()
    own, sizes = [Lists(folder, name) for name in "wrp"], [_size(folder, f"{name}.*") for name in "wrp"]
    ways: Ways = {"lists.py (ours)": (lambda q: join(own[q[0]].numbers(at) for at in q[1]), {MB: _megabytes(*sizes)})}
    steps = lambda numbers: zlib.compress(np.diff(numbers, prepend=np.uint32(0)).tobytes())  # noqa: E731
    summed = lambda data: np.cumsum(np.frombuffer(zlib.decompress(data), "u4"), dtype="u4")  # noqa: E731
    coders: dict[str, Any] = {"numbers in 32 bits": (Array.tobytes, lambda data: np.frombuffer(data, "u4"), join)}
    coders |= {"varint steps": (_varint, _unvarint, join), "zlib over 32-bit steps": (steps, summed, join)}
    if "pyroaring" in there:
        decode, encode = there["pyroaring"].BitMap.deserialize, lambda n: there["pyroaring"].BitMap(n).serialize()
        both = lambda maps: np.frombuffer(functools.reduce(operator.and_, maps).to_array(), "u4")  # noqa: E731
        coders["roaring bitmaps"] = encode, decode, both
        coders["roaring bitmaps, kept open"] = encode, functools.cache(decode), both
    for name, (encode, decode, read) in coders.items():
        seconds, coded = _seconds(lambda encode=encode: [[encode(one) for one in some] for some in lists])
        beside = 12 if "step" in name else 8  # where each list begins, and how long it is if its bytes do not say
        sizes = [sum(len(one) + beside for one in some) for some in coded]
        find = lambda q, c=coded, d=decode, r=read: r(d(c[q[0]][at]) for at in q[1])  # noqa: E731
        ways[name] = find, {MB: _megabytes(*sizes), BUILD: seconds}
    queries = {"3 pairs": [(1, postings.lists(key)) for key in literals(stage.rows, 4, COUNT, SEED)]}
    for kind in ("common", "middle"):
        drawn = combinations(stage.rows, kind_of(stage.rows)[kind], 2, COUNT, SEED)
        queries[f"2 {kind} words"] = [(0, sorted(map(words.find, two), key=words.spread)) for two in drawn]
    return _table(stage, "Reading and intersecting, µs. MB: rows of words / of pairs / places of pairs", ways, queries)
