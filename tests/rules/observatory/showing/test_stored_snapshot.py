"""A snapshot is read whole or not at all, without the libraries that made it, and the newest is found first."""

import os
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from safeconduct.observatory.auditing.audit_round import AuditRound
from safeconduct.observatory.measuring.period import Period
from safeconduct.observatory.showing import stored_snapshot as showing
from safeconduct.observatory.showing.stored_snapshot import snapshots_in, stored_snapshot
from safeconduct.program.observatory_showing import INVENTED
from tests.rules.observatory.measuring.coded_rows import PUBLISHED_PERIOD, a_row
from tests.rules.observatory.showing.snapshots import written

ROUNDS = [
    AuditRound("four_items", date(2017, 5, 22), ("contact_details",), {"a": {"contact_details": "no"}}),
    AuditRound("four_items", date(2019, 5, 22), ("contact_details",), {"a": {"contact_details": "yes"}}),
]


def test_a_snapshot_is_read_as_it_was_written(tmp_path):
    stored = stored_snapshot(written(tmp_path / "s.zip", [a_row("a"), a_row("b", date="2016")], rounds=ROUNDS))
    assert stored.period == PUBLISHED_PERIOD and stored.publisher == "An institute"
    assert stored.figures[("statements", "ZM")]["texts"] == ["a", "b"] and stored.countries() == ("ZM",)
    assert (stored.texts["b"].earliest, stored.texts["b"].latest) == (date(2016, 1, 1), date(2016, 12, 31))
    assert stored.rules["statements_regional"].bound == "at least"
    assert [(row["as_of"], row["yes"], row["told"]) for row in stored.audit_shares] == [
        ("2017-05-22", 0, 1),
        ("2019-05-22", 1, 1),
    ]


def test_what_reads_it_needs_none_of_the_libraries_that_made_it():
    asked = (
        "import sys\nfrom pathlib import Path\n"
        "from safeconduct.observatory.showing import drawing, narrowing, shown_map, stored_snapshot\n"
        f"assert stored_snapshot.stored_snapshot(Path({str(INVENTED)!r}))\n"
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


@pytest.mark.parametrize(
    ("member", "octets"),
    [
        ("data/rules.json", None),
        ("data/figures.json", b"no json"),
        ("data/figures.json", b"{}"),
        ("data/statements.json", b'[{"id": "a"}]'),
        ("data/statements.json", b"[" * 100_000),
        ("inputs.json", b'{"from": "2014-02-31"}'),
        ("inputs.json", b" " * 200_000),
    ],
    ids=["of an older version", "no JSON", "no table", "columns missing", "a deep one", "no day", "swollen inputs"],
)
def test_what_is_no_whole_snapshot_is_not_shown(tmp_path, member, octets):
    bad = changed(INVENTED, tmp_path / "bad.zip", **{member: octets})
    assert stored_snapshot(bad) is None


def test_a_table_that_unpacks_to_more_than_the_limit_is_not_read(tmp_path, monkeypatch):
    copy = changed(INVENTED, tmp_path / "copy.zip")
    monkeypatch.setattr(showing, "LARGEST_TABLE", 10_000)
    assert stored_snapshot(copy) is None


def test_a_folder_shows_its_snapshots_newest_first_and_leaves_out_what_is_none(tmp_path):
    later = Period(PUBLISHED_PERIOD.first, date(2019, 12, 31), as_of=date(2020, 1, 31))
    written(tmp_path / "z-old.zip", [a_row("a")])
    written(tmp_path / "a-new.zip", [a_row("a")], period=later)
    (tmp_path / "notes.zip").write_text("no ZIP")
    assert [path.name for path in snapshots_in(tmp_path).values()] == ["a-new.zip", "z-old.zip"]
    assert snapshots_in(tmp_path / "nowhere") == {}


def test_a_file_that_was_replaced_is_read_anew(tmp_path):
    path = written(tmp_path / "s.zip", [a_row("a")])
    assert set(stored_snapshot(path).texts) == {"a"}
    written(path, [a_row("a"), a_row("b")])
    os.utime(path, (1, 1))
    assert set(stored_snapshot(path).texts) == {"a", "b"}
