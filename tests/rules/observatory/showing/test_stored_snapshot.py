"""A snapshot is taken whole or not at all, without the libraries that made it, and the newest is found first."""

import json
import shutil
import struct
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from safeconduct.observatory.auditing.audit_round import AuditRound
from safeconduct.observatory.measuring.period import Period
from safeconduct.observatory.showing import snapshot_index, table_rows
from safeconduct.observatory.showing.snapshot_index import NO_SNAPSHOT, index_of, make_index
from safeconduct.observatory.showing.stored_snapshot import snapshots_in, stored_snapshot
from safeconduct.program.observatory_showing import INVENTED
from safeconduct.vocabulary.refusal import Refused
from tests.rules.observatory.measuring.coded_rows import PUBLISHED_PERIOD, a_row
from tests.rules.observatory.showing.snapshots import indexed, the_invented, written

ROUNDS = [
    AuditRound("four_items", date(2017, 5, 22), ("contact_details",), {"a": {"contact_details": "no"}}),
    AuditRound("four_items", date(2019, 5, 22), ("contact_details",), {"a": {"contact_details": "yes"}}),
]


def test_a_snapshot_is_read_as_it_was_written(tmp_path):
    stored = stored_snapshot(written(tmp_path / "s.zip", [a_row("a"), a_row("b", date="2016")], rounds=ROUNDS))
    assert stored.period == PUBLISHED_PERIOD and stored.publisher == "An institute"
    assert stored.figures[("statements", "ZM")].texts == stored.texts == 2 and stored.countries() == ("ZM",)
    text = stored.with_id("b")
    assert text == stored.numbered(2) and stored.numbered(3) is stored.with_id("c") is None
    assert (text.earliest, text.latest, text.countries) == (date(2016, 1, 1), date(2016, 12, 31), ("ZM",))
    assert stored.rules["statements_regional"].bound == "at least"
    assert [(row["as_of"], row["yes"], row["told"]) for row in stored.audit_shares] == [
        ("2017-05-22", 0, 1),
        ("2019-05-22", 1, 1),
    ]


def test_what_reads_it_needs_none_of_the_libraries_that_made_it(tmp_path):
    copy = shutil.copy(INVENTED, tmp_path / "copy.zip")
    asked = (
        "import sys\nfrom pathlib import Path\n"
        "from safeconduct.observatory.showing import drawing, narrowing, shown_map, snapshot_index, stored_snapshot\n"
        f"assert snapshot_index.make_index(Path({str(copy)!r}), snapshot_index.index_of(Path({str(copy)!r})))\n"
        f"assert stored_snapshot.stored_snapshot(Path({str(copy)!r}))\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert "safeconduct" in said
    assert (
        set(said) & {"polars", "numpy", "scipy", "statsmodels", "vl_convert", "jinja2", "docx", "django", "ibis"}
        == set()
    )


def changed(path, into, **members):
    """The ZIP with other members; None leaves one out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            octets = members.get(name, old.read(name))
            if octets is not None:
                new.writestr(name, octets)
    return into


def refused(path):
    """In which words, and that nothing is left."""
    with pytest.raises(Refused) as told:
        make_index(path, index_of(path))
    assert not index_of(path).exists() and stored_snapshot(path) is None
    return str(told.value)


def figures(change):
    """The table of figures of the invented snapshot, with one of them changed."""
    with zipfile.ZipFile(INVENTED) as whole:
        rows = json.loads(whole.read("data/figures.json"))
    row = next(row for row in rows if row["rule"] == "release_demand/1" and row["texts"] and row["year"] is None)
    change(row)
    return json.dumps(rows).encode()


@pytest.mark.parametrize(
    ("member", "octets"),
    [
        ("data/rules.json", None),
        ("data/figures.json", b"no json"),
        ("data/figures.json", b"{}"),
        ("data/figures.json", b"[1, 2]"),
        ("data/statements.json", b'[{"id": "a"}]'),
        ("data/statements.json", b"[" * 100_000),
        ("data/statements.json", b"[" + b" " * 300_000),
        ("data/figures.json", figures(lambda row: row["texts"].append("nowhere"))),
        ("data/figures.json", figures(lambda row: row["others"].append(row["texts"][0]))),
        ("data/figures.json", figures(lambda row: row.update(country=["OM"]))),
        ("inputs.json", b'{"from": "2014-02-31"}'),
        ("inputs.json", b" " * 200_000),
    ],
    ids=[
        *("of an older version", "no JSON", "no table", "no rows", "columns missing", "a deep one", "cut off"),
        *("a text that is not there", "a text on both sides", "a list as a country", "no day", "swollen inputs"),
    ],
)
def test_what_is_no_whole_snapshot_is_not_shown(tmp_path, member, octets):
    assert refused(changed(INVENTED, tmp_path / "bad.zip", **{member: octets})) == NO_SNAPSHOT


@pytest.mark.parametrize(
    ("where", "limit", "most", "said"),
    [
        (table_rows, "LARGEST_ROW", 1_000, "more in a row than pages read"),
        (table_rows, "_AT_ONCE", 1_000, ""),
        (snapshot_index, "LARGEST_HELD", 15_000, "funnel_lines unpacks to"),
        (snapshot_index, "MOST_FIGURES", 5, "more figures than pages read"),
    ],
    ids=["a row", "nothing: read in small pieces", "what workers hold", "how many figures"],
)
def test_what_would_fill_the_memory_is_not_read(tmp_path, monkeypatch, where, limit, most, said):
    copy = changed(INVENTED, tmp_path / "copy.zip")
    monkeypatch.setattr(table_rows, "_AT_ONCE", 1_000)
    monkeypatch.setattr(where, limit, most)
    if said:
        assert said in refused(copy)
    else:
        assert indexed(copy).texts == 600


def test_comparisons_are_held_without_their_lists_and_only_so_many(tmp_path, monkeypatch):
    with zipfile.ZipFile(INVENTED) as whole:
        rows, largest = json.loads(whole.read("data/compared.json")), whole.getinfo("data/compared.json").file_size
    monkeypatch.setattr(snapshot_index, "LARGEST_HELD", 100_000)
    assert largest > 100_000
    stored = the_invented(tmp_path)
    assert sum(len(listed) for listed in stored.compared.values()) == len(rows)
    assert "texts" in rows[0] and "texts" not in next(iter(stored.compared.values()))[0]
    many = json.dumps(rows * 20).encode()
    assert "compared has more rows" in refused(changed(INVENTED, tmp_path / "many.zip", **{"data/compared.json": many}))


def test_a_table_that_unpacks_to_more_than_the_limit_is_told(tmp_path, monkeypatch):
    copy = changed(INVENTED, tmp_path / "copy.zip")
    for where in (table_rows, snapshot_index):
        monkeypatch.setattr(where, "LARGEST_TABLE", 10_000)
    assert refused(copy) == "Its table statements unpacks to 0 MiB, and pages read up to 0."


def test_a_table_that_is_longer_than_its_zip_says_is_not_read_further(tmp_path):
    """As in a file that was made to fill a disk: its list of contents says less than there is."""
    copy = changed(INVENTED, tmp_path / "copy.zip")
    octets = copy.read_bytes()
    with zipfile.ZipFile(copy) as whole:
        size = struct.pack("<I", whole.getinfo("data/statements.json").file_size)
    assert octets.count(size) >= 2
    copy.write_bytes(octets.replace(size, struct.pack("<I", 1_000)))
    assert refused(copy) == NO_SNAPSHOT


def test_the_nearest_in_time_on_the_same_countries_are_found(tmp_path):
    rows = [a_row(f"{at:02}", date=f"2016-05-{at:02}", countries=["ZM"]) for at in range(1, 20)]
    rows += [a_row("other", date="2016-05-10", countries=["PE"]), a_row("no day", date=None, countries=["ZM"])]
    rows += [a_row("both", date="2016-05-11", countries=["ZM", "PE"])]
    stored = stored_snapshot(written(tmp_path / "s.zip", rows))
    assert [one.id for one in stored.near(stored.with_id("10"), 4)] == ["08", "09", "11", "both"]
    assert [one.id for one in stored.near(stored.with_id("01"), 2)] == ["02", "03"]
    assert stored.near(stored.with_id("no day"), 4) == []


def test_a_folder_shows_its_snapshots_newest_first_and_leaves_out_what_is_none(tmp_path):
    later = Period(PUBLISHED_PERIOD.first, date(2019, 12, 31), as_of=date(2020, 1, 31))
    written(tmp_path / "z-old.zip", [a_row("a")])
    written(tmp_path / "a-new.zip", [a_row("a")], period=later)
    (tmp_path / "notes.zip").write_text("no ZIP")
    (tmp_path / "notes.index").write_text("no index")
    (tmp_path / "alone.index").write_text("no index")
    changed(INVENTED, tmp_path / "without-index.zip")
    assert [path.name for path in snapshots_in(tmp_path).values()] == ["a-new.zip", "z-old.zip"]
    assert snapshots_in(tmp_path / "nowhere") == {}


def test_a_file_that_was_replaced_is_read_anew_and_shown_by_no_index_of_another(tmp_path):
    path, other = written(tmp_path / "s.zip", [a_row("a")]), tmp_path / "other.zip"
    assert stored_snapshot(path).texts == 1
    written(other, [a_row("a"), a_row("b")])
    other.replace(path)
    assert stored_snapshot(path) is None and snapshots_in(tmp_path) == {}
    assert indexed(path).texts == 2
