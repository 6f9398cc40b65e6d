"""How large the indexes are, by part, in MB (million bytes), and what opening them takes in memory."""

from __future__ import annotations

from pathlib import Path

from bench.classes import Stage, ranked
from bench.figures import Line, Table, short, verdict
from bench.ours import PARTS
from bench.peers import built, kept, size_of, sqlite

TITLE = "Size of the index in MB, and the seconds of one process that made the peers"
NOTES = (
    "Ours has parts: *exact* (signs: what FTS5 trigram does), *words* (what Tantivy does), *columns* (facts, sentences), "
    "*texts* (the passages as they are shown). The bar compares what does the same: *exact* holds the keys, as FTS5 trigram "
    "with content does; and the whole of ours is beside it. FTS5 without content cannot answer a `LIKE` nor show anything.",
)
SIZE, SECONDS, EACH = "MB", "seconds", "bytes a character"


def table() -> Table:
    """The empty table."""
    return Table(TITLE, (SIZE, EACH, SECONDS), NOTES)


def measure(stage: Stage) -> list[Line]:
    """A line for each part of ours, and for each peer."""
    rows, characters = stage.rows, stage.rows.characters
    trigram = kept(stage.peers / "signs", sqlite.write_signs, rows)
    alone = kept(stage.peers / "signs-alone", sqlite.write_signs_alone, rows)
    ranked.peers_of(stage)
    ours = _parts(stage.library.generation.folder / "engine")
    whole, bound = size_of(stage.library.generation.folder), built(trigram)["bytes"]
    lines = [_line(f"ours, {part}", size, characters) for part, size in ours.items()]
    exact = ours["exact"] / bound
    lines[0] = _line("ours, exact", ours["exact"], characters, verdict(exact <= 1, f"{short(exact)} × FTS5 trigram"))
    said = verdict(whole <= bound, f"{short(whole / bound)} × FTS5 trigram, which has no words and no facts")
    lines.append(_line("ours, whole generation", whole, characters, said))
    peers = {"FTS5 trigram": trigram, "FTS5 trigram, no content": alone}
    peers |= {name: stage.peers / folder / "files" for name, folder in _FOLDERS.items()}
    for name, files in peers.items():
        if files.is_dir():
            about = built(files)
            lines.append(_line(name, about["bytes"], characters, seconds=about["seconds"]))
    return lines


_FOLDERS = {"FTS5 words, no content": "words", "Tantivy": "tantivy", "stock Whoosh": "whoosh-scored"}


def _parts(folder: Path) -> dict[str, int]:
    sizes = dict.fromkeys((*PARTS, "other"), 0)
    for path in folder.rglob("*"):
        if path.is_file():
            part = next((name for name, starts in PARTS.items() if path.name.startswith(starts)), "other")
            sizes[part] += path.stat().st_size
    return sizes


def _line(label: str, size: float, characters: int, bar: str = "", seconds: float | None = None) -> Line:
    cells = {SIZE: f"{size / 1e6:.1f}", EACH: f"{size / characters:.2f}"}
    return Line(label, cells if seconds is None else {**cells, SECONDS: f"{seconds:.1f}"}, bar)
