"""Addresses and the ledger: what is printed today leads to the same words tomorrow, or says that it cannot."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.address import Address, is_document_id, parse_address, passage_addresses, passage_digest
from indexer.document import Passage, Span
from indexer.ledger import NAME, ledger_lines, new_entries, read_ledger, resolve

TEXTS = (
    "第一段：过去一年，我们扎实做好“六稳”工作。",
    "第二段：项目建设提质增效。",
    "第三段：新的一年，我们扎实做好“六稳”工作。",
    "（一）",
    "（一）",
)


def passages(texts):
    """Passages with these texts, numbered from 1."""
    at, made = 0, []
    for number, text in enumerate(texts, 1):
        made.append(Passage(number, "paragraph", "body", Span(at, at + len(text)), text))
        at += len(text) + 1
    return tuple(made)


def published(*editions):
    """The ledger after a build of each edition in turn."""
    entries = ()
    for number, texts in enumerate(editions):
        entries += new_entries("doc", passages(texts), entries, str(number) * 64, f"2026-11-2{number}")
    return entries


@given(
    st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,4}", fullmatch=True), st.integers(1, 99_999),
    st.one_of(st.none(), st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=6, max_size=6)), st.integers(1, 99),
)  # fmt: skip
def test_an_address_reads_back_as_it_was_printed(document, number, digest, repeat):
    """parse(str(x)) == x."""
    address = Address(document, number, digest, repeat if digest else 1)
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "doc",
        "doc/34",
        "doc/p0",
        "doc/p34-",
        "doc/p34-abc",
        "../x/p1",
        "doc/p1-iiiiii",
        "Doc/p1",
        "doc/p1/p2",
        "d/p1-aaaaaa-0",
    ],
)
def test_what_is_no_address_is_none(text):
    """Nothing is guessed from a broken address."""
    assert parse_address(text) is None


@pytest.mark.parametrize("name", ["..", "a_b", "-a", "a-", "六稳", "a/b", "a" * 81, "a--b", ""])
def test_document_ids_keep_to_one_alphabet(name):
    """What is no id never reaches a path."""
    assert not is_document_id(name)


def test_blanks_width_and_script_leave_an_address_as_it_was():
    """Only words and punctuation make the digest."""
    assert passage_digest("增长8.5%，营商环境") == passage_digest("增长 ８．５％，營商環境\u200b")
    assert passage_digest("增长8.5%") != passage_digest("增长8.6%")


def test_equal_passages_of_one_document_are_told_apart():
    """A counter keeps repeats distinct."""
    addresses = [address.local for address, _ in passage_addresses("doc", passages(TEXTS))]
    assert len(set(addresses)) == len(TEXTS)
    assert addresses[4] == addresses[3].replace("p4", "p5") + "-2"


@pytest.mark.parametrize("index", range(len(TEXTS)))
def test_an_unchanged_document_answers_same(index):
    """Each published address leads to its passage."""
    ledger = published(TEXTS)
    answer = resolve(parse_address(f"doc/{ledger[index].address}"), passages(TEXTS), ledger)
    assert answer.state == "same"
    assert answer.passage.number == index + 1


def test_after_an_insertion_an_address_moves_to_the_same_words():
    """Digest before number: the passage that was cited, not the one that has its number now."""
    ledger = published(TEXTS)
    answer = resolve(parse_address(f"doc/{ledger[2].address}"), passages(("新的开头。", *TEXTS)), ledger)
    assert (answer.state, answer.passage.text) == ("moved", TEXTS[2])
    assert str(answer.address).startswith("doc/p4-")


def test_changed_words_are_said_to_be_changed_and_no_look_alike_takes_their_place():
    """The recorded text is kept; the first passage, which looks alike, is never shown as the cited one."""
    ledger = published(TEXTS)
    after = (*TEXTS[:2], "第三段：新的一年，我们狠抓安全生产。", *TEXTS[3:])
    answer = resolve(parse_address(f"doc/{ledger[2].address}"), passages(after), ledger)
    assert answer.state == "changed"
    assert answer.recorded.text == TEXTS[2]
    assert answer.passage is None or answer.passage.text != TEXTS[0]


def test_a_small_edit_offers_its_successor():
    """One changed character: the new passage is offered beside the old text."""
    ledger = published(TEXTS)
    after = (TEXTS[0], "第二段：项目建设提质增速。", *TEXTS[2:])
    for known in (ledger, published(TEXTS, after), published(TEXTS, after, (*after, "补充一段。"))):
        answer = resolve(parse_address(f"doc/{ledger[1].address}"), passages(after), known)
        assert (answer.state, answer.passage.number) == ("changed", 2)


def test_what_was_never_published_is_unknown():
    """No guess for a made-up digest or a number beyond the end."""
    assert resolve(Address("doc", 1, "zzzzzz"), passages(TEXTS), published(TEXTS)).state == "unknown"
    assert resolve(Address("doc", 99), passages(TEXTS), ()).state == "unknown"
    assert resolve(Address("doc", 2), passages(TEXTS), ()).passage.text == TEXTS[1]


def test_no_edit_makes_an_address_point_elsewhere():
    """Six kinds of edit on random documents: same words, or said to be changed; never other words in silence (F28)."""
    rng = random.Random(7)
    words = "做好六稳工作全面落实保任务项目建设提质增效"
    for _ in range(40):
        texts = ["".join(rng.choices(words, k=rng.randint(3, 30))) for _ in range(12)]
        ledger = published(texts)
        at = rng.randrange(12)
        edits = [
            [*texts[:at], "插入的一段", *texts[at:]], [*texts[:at], *texts[at + 1 :]], [*texts[:at], texts[at] + "改", *texts[at + 1 :]],
            [" ".join(t) for t in texts], [*texts[:at], *["".join(texts[at : at + 2])], *texts[at + 2 :]], [*texts[at:], *texts[:at]],
        ]  # fmt: skip
        for after in edits:
            for entry in ledger:
                answer = resolve(parse_address(f"doc/{entry.address}"), passages(after), ledger)
                assert answer.state in ("same", "moved", "changed")
                if answer.state != "changed":
                    assert passage_digest(answer.passage.text) == entry.digest


def test_the_ledger_is_append_only_and_knows_a_torn_line(tmp_path):
    """Lines read back; a line cut by a crash or altered is named and left out, the others stand."""
    entries = published(TEXTS)
    path = tmp_path / NAME
    path.write_text(ledger_lines(entries), encoding="utf-8")
    assert read_ledger(tmp_path) == (entries, ())
    assert new_entries("doc", passages(TEXTS), entries, "0" * 64, "2027-01-01") == ()
    lines = path.read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[1])
    lines[1] = json.dumps({**row, "text": "另一段"}, ensure_ascii=False)
    path.write_text("\n".join([*lines[:-1], lines[-1][:20]]), encoding="utf-8")
    found, faults = read_ledger(tmp_path)
    assert [e.address for e in found] == [e.address for e in entries if e not in (entries[1], entries[-1])]
    assert len(faults) == 2
    assert "第 2 行" in faults[0]
