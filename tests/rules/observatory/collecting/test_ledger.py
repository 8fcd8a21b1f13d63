"""A run that was stopped anywhere goes on: nothing is lost, nothing is counted twice."""

import json

import pytest

from safeconduct.observatory.collecting.archive import archived
from safeconduct.observatory.collecting.corpus import Corpus, write_tables
from safeconduct.observatory.collecting.gathering import gather
from safeconduct.observatory.collecting.ledger import Damaged, Ledger, rows
from tests.rules.observatory.source_files import AT, STATEMENT, TITLE, URL, html

TABLES = ("texts.jsonl", "statements.jsonl", "suggestions.jsonl", "rejects.jsonl", "addresses.txt")


@pytest.fixture
def sources(tmp_path):
    lines = [
        json.dumps({"text": f"{STATEMENT} Note {number}.", "title": TITLE, "url": f"{URL}/{number}"})
        for number in range(4)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, "no json", lines[0]]), encoding="utf-8")
    (tmp_path / "b.html").write_bytes(html())
    return [tmp_path / "a.jsonl", tmp_path / "b.html"]


def collected(folder, sources):
    """The octets of the ledger and of each table, after collecting what is missing."""
    corpus = Corpus(folder)
    corpus.folder.mkdir(exist_ok=True)
    with Ledger(corpus.ledger) as ledger:
        for source in sources:
            gather(
                archived(source, corpus.archive, name=source.name, progress=lambda _: None),
                ledger,
                at=AT,
                progress=lambda: None,
            )
    write_tables(corpus, progress=lambda: None)
    return [corpus.ledger.read_bytes(), *(corpus.table(name).read_bytes() for name in TABLES)]


@pytest.mark.slow
def test_a_run_that_was_stopped_after_any_octet_goes_on_to_the_same_corpus(tmp_path, sources):
    whole = collected(tmp_path / "whole", sources)
    ledger = whole[0]
    # Around each line's end, and some places within each line.
    ends = [at + 1 for at, octet in enumerate(ledger) if octet == ord("\n")]
    cuts = sorted({0, *ends, *(end - 1 for end in ends), *(min(end + 40, len(ledger)) for end in ends)})
    for number, cut in enumerate(cuts):
        folder = tmp_path / f"cut-{number}"
        folder.mkdir()
        (folder / "ledger.jsonl").write_bytes(ledger[:cut])
        (folder / "archive").mkdir()
        (folder / "archive" / "copying.unfinished").write_bytes(b"half a copy")
        assert collected(folder, sources) == whole, cut


def test_what_was_collected_before_is_not_read_again(tmp_path, sources):
    whole = collected(tmp_path / "corpus", sources)
    assert collected(tmp_path / "corpus", sources) == whole
    renamed = tmp_path / "other-name.html"
    renamed.write_bytes(html())
    assert collected(tmp_path / "corpus", [renamed]) == whole


def test_a_table_that_grew_adds_only_what_is_new(tmp_path, sources):
    collected(tmp_path / "corpus", sources)
    texts = (tmp_path / "corpus" / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    more = json.dumps({"text": f"{STATEMENT} It was raised again in June.", "title": TITLE, "url": f"{URL}/more"})
    sources[0].write_text(f"{sources[0].read_text(encoding='utf-8')}\n{more}\n", encoding="utf-8")
    collected(tmp_path / "corpus", sources)
    assert len((tmp_path / "corpus" / "texts.jsonl").read_text(encoding="utf-8").splitlines()) == len(texts) + 1


def test_a_ledger_that_somebody_changed_is_not_added_to(tmp_path, sources):
    collected(tmp_path / "corpus", sources)
    path = tmp_path / "corpus" / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"broken\n", *lines[2:]]))
    with pytest.raises(Damaged, match="A line of the ledger"), Ledger(path):
        pass


def test_a_line_that_was_cut_is_left_out(tmp_path):
    path = tmp_path / "ledger.jsonl"
    with Ledger(path) as ledger:
        ledger.write({"kind": "end", "source": "a", "items": 0})
    path.write_bytes(path.read_bytes() + b'{"kind": "begin", "sou')
    assert [row["kind"] for row in rows(path)] == ["end"]
