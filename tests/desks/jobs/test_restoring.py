"""A restored instance reads as before; what was ended or erased stays shut; a bad artefact restores nothing at all."""

import gzip
import hashlib
import io
import json
import shutil
import tarfile
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.access import lookup, pinned
from safeconduct.access.models import JournalLine, Member, Organisation
from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.entry import Entry
from safeconduct.dossiers.models import Dossier, EntryKey, Grant, StoredFile
from safeconduct.dossiers.models import Entry as DossierEntry
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.jobs import artefact, backing_up, restoring, sweeping, unpacking
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.embedded import HARBOUR, LIGHTHOUSE, PROTECTION, on_postgresql

# The commands of the operator run as the owner of the tables.
pytestmark = pytest.mark.as_owner


def back_up(embedded, folder):
    embedded.clock.pass_by(timedelta(minutes=1))
    done = backing_up.back_up(folder, at=embedded.now)
    embedded.clock.pass_by(timedelta(minutes=1))
    return done.paths


def restore(embedded, folder, into, **options):
    with embedded.before_restoring_into(into):
        return restoring.restore(folder, into, at=embedded.now, **options)


@contextmanager
def living_in(embedded, into, monkeypatch):
    with embedded.moved_to(into, monkeypatch) as moved:
        for slug, _name, root in lookup.unpinned():
            pinned.pin(into, slug, root)
        yield moved


def whole():
    return ["files"] if on_postgresql() else ["files", "safeconduct.sqlite3"]


def left_in(folder):
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


def counts():
    tables = [*artefact.TABLES["data"], *artefact.TABLES["wraps"]]
    return {table: apps.get_model(table).objects.count() for table in tables}


def test_everything_reads_as_before(embedded, folder, into, monkeypatch):
    call = embedded.call(HARBOUR, LIGHTHOUSE, telling=a_telling(files=(embedded.file(b"seen at the mill"),)))
    cases.accept(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    before, listed, heads = counts(), cases.cards(embedded.keyring("amal"), at=embedded.now)[0], journal_heads()
    dump = embedded.dump()
    back_up(embedded, folder)
    restored = restore(embedded, folder, into)
    assert (restored.dossiers, restored.files, restored.lost_dossiers + restored.lost_entries) == (2, 2, 0)
    with living_in(embedded, into, monkeypatch) as moved:
        assert counts() == before and journal_heads() == heads
        kept = {table: rows for table, rows in dump.items() if table not in ("access_session", "intake_draft")}
        now = moved.dump()
        for table, rows in kept.items():
            if table.split("_")[0] in ("access", "dossiers", "intake"):
                assert now[table] == rows, table
        assert cases.cards(moved.keyring("amal"), at=moved.now)[0] == listed
        assert returning.look(call.visit()).is_open
        case = moved.case(call.ref)
        assert case.stage == "case" and (case.broken_at, case.cut_short) == (None, None) and not case.unsigned
        _, chunks = cases.open_file(call.ref, case.files[0][0], moved.keyring(PROTECTION), at=moved.now)
        assert b"".join(chunks) == b"seen at the mill"
        returning.write(call.visit(), Word("still here"), at=moved.now)
        assert words_in(moved.case(call.ref)) == ["still here"]


def words_in(case):
    return [entry.data["text"] for entry in case.entries if isinstance(entry, Entry) and entry.kind == "word"]


def journal_heads():
    return {row.organisation: (row.seq, bytes(row.hash)) for row in JournalLine.objects.order_by("organisation", "seq")}


def test_roots_are_not_restored_so_nothing_is_offered_until_somebody_compared_them(embedded, folder, into, monkeypatch):
    back_up(embedded, folder)
    restore(embedded, folder, into)
    assert left_in(into) == whole()
    with embedded.moved_to(into, monkeypatch):
        assert Organisation.objects.count() == 2 and lookup.offices() == ()


def test_old_data_with_the_newest_wraps_keeps_shut_what_was_erased_since(embedded, folder, into, monkeypatch):
    erased = embedded.call(telling=a_telling(files=(embedded.file(b"to be erased"),)))
    kept = embedded.call()
    old, _ = back_up(embedded, folder)
    allowing.ask_for_erasure(erased.visit(), at=embedded.now)
    embedded.clock.pass_by(timedelta(hours=74))
    sweeping.sweep(at=embedded.now)
    back_up(embedded, folder)
    restore(embedded, folder, into, data_name=old.name)
    with living_in(embedded, into, monkeypatch) as moved:
        assert not Grant.objects.filter(dossier=erased.ref).exists()
        assert not EntryKey.objects.filter(dossier=erased.ref).exists()
        assert Dossier.objects.get(ref=erased.ref).erased_on
        assert not StoredFile.objects.exists() and not [path for path in (into / "files").rglob("*") if path.is_file()]
        with pytest.raises(NotFound):
            moved.case(erased.ref)
        assert [card.dossier for card in cases.cards(moved.keyring(PROTECTION), at=moved.now)[0]] == [kept.ref]
        assert moved.case(kept.ref).story
        assert not returning.look(erased.visit()).is_open


def test_a_reading_that_was_ended_does_not_come_back_with_old_data(embedded, folder, into, monkeypatch):
    call = embedded.call()
    old, _ = back_up(embedded, folder)
    allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    back_up(embedded, folder)
    restore(embedded, folder, into, data_name=old.name)
    with living_in(embedded, into, monkeypatch) as moved:
        with pytest.raises(NotFound):
            moved.case(call.ref)
        assert cases.cards(moved.keyring(PROTECTION), at=moved.now)[0] == ()


def test_a_grant_whose_day_has_passed_is_not_restored(embedded, folder, into, monkeypatch):
    call = embedded.call()
    Grant.objects.filter(dossier=call.ref).exclude(compartment="").update(expires_on=embedded.now.date())
    back_up(embedded, folder)
    embedded.clock.pass_by(timedelta(days=1))
    restore(embedded, folder, into)
    with living_in(embedded, into, monkeypatch):
        assert set(Grant.objects.filter(dossier=call.ref).values_list("compartment", flat=True)) == {""}


def test_a_passphrase_that_was_changed_since_stays_changed(embedded, folder, into, monkeypatch):
    old, _ = back_up(embedded, folder)
    Member.objects.filter(name="tomas").update(ended_on=embedded.now.date(), salt=b"new")
    back_up(embedded, folder)
    restore(embedded, folder, into, data_name=old.name)
    with living_in(embedded, into, monkeypatch):
        assert Member.objects.get(name="tomas").ended_on and bytes(Member.objects.get(name="tomas").salt) == b"new"


def test_what_came_after_old_data_is_counted_as_lost_and_everything_else_goes_on(embedded, folder, into, monkeypatch):
    early = embedded.call()
    old, _ = back_up(embedded, folder)
    late = embedded.call(telling=a_telling(files=(embedded.file(),)))
    returning.write(early.visit(), Word("one more"), at=embedded.now)
    back_up(embedded, folder)
    restored = restore(embedded, folder, into, data_name=old.name)
    assert (restored.lost_dossiers, restored.lost_files) == (1, 1) and restored.lost_entries > 1
    assert "Lost" in " ".join(restored.as_sentences())
    with living_in(embedded, into, monkeypatch) as moved:
        assert not Dossier.objects.filter(ref=late.ref).exists() and not Grant.objects.filter(dossier=late.ref).exists()
        assert returning.look(late.visit()).offices == ()
        returning.write(early.visit(), Word("again"), at=moved.now)
        case = moved.case(early.ref)
        assert case.broken_at is None and words_in(case) == ["again"]


def test_a_file_that_was_opened_with_entries_that_are_lost_says_so(embedded, folder, into, monkeypatch):
    """The wraps know how far it reached."""
    call, other = embedded.call(), embedded.call()
    assert embedded.case(other.ref)
    old, _ = back_up(embedded, folder)
    returning.write(call.visit(), Word("one more"), at=embedded.now)
    assert embedded.case(call.ref)
    many = DossierEntry.objects.filter(dossier=call.ref).count()
    back_up(embedded, folder)
    restore(embedded, folder, into, data_name=old.name)
    with living_in(embedded, into, monkeypatch) as moved:
        assert (moved.case(call.ref).cut_short, moved.case(other.ref).cut_short) == (many, None)


def test_wraps_older_than_the_data_are_refused(embedded, folder, into):
    call = embedded.call()
    _, old_wraps = back_up(embedded, folder)
    allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    data, wraps = back_up(embedded, folder)
    wraps.unlink()
    with pytest.raises(Refused, match="older than the data"):
        restore(embedded, folder, into, data_name=data.name)
    assert left_in(into) == []
    assert restore(embedded, folder, into).chosen.data.made_at == artefact.artefacts(folder, "wraps")[0].made_at
    assert old_wraps.exists()


def test_an_older_wraps_artefact_under_a_newer_name_is_refused(embedded, folder, into):
    _, old_wraps = back_up(embedded, folder)
    data, wraps = back_up(embedded, folder)
    old_wraps.replace(wraps)
    with pytest.raises(Refused, match="damaged"):
        restore(embedded, folder, into)
    assert data.exists() and left_in(into) == []


@pytest.mark.parametrize("there", ["a file", "a folder with a file"])
def test_nothing_is_restored_over_something(embedded, folder, into, there):
    back_up(embedded, folder)
    if there == "a file":
        into.write_text("mine")
    else:
        into.mkdir()
        (into / "mine").write_text("mine")
    with pytest.raises(Refused, match="not empty"):
        restore(embedded, folder, into)
    assert (into if there == "a file" else into / "mine").read_text() == "mine"


def test_an_empty_folder_is_filled(embedded, folder, into):
    back_up(embedded, folder)
    into.mkdir()
    restore(embedded, folder, into)
    assert left_in(into) == whole()


@pytest.mark.parametrize("missing", ["data", "wraps", "both"])
def test_one_artefact_alone_restores_nothing(embedded, folder, into, missing):
    data, wraps = back_up(embedded, folder)
    for kind, path in (("data", data), ("wraps", wraps)):
        if missing in (kind, "both"):
            path.unlink()
    with pytest.raises(Refused, match="both artefacts"):
        restore(embedded, folder, into)


def test_data_that_is_not_there_is_named_with_what_is(embedded, folder, into):
    data, _ = back_up(embedded, folder)
    with pytest.raises(Refused, match=data.name):
        restore(embedded, folder, into, data_name="data-1.tar")


# Artefacts that somebody changed


def members(path):
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def write(path, content, *, manifest=None):
    """An artefact with right sums over whatever it is given: somebody who knows the format made it."""
    content = {name: body for name, body in content.items() if not name.startswith("manifest")}
    said = manifest(
        {name: {"bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()} for name, body in content.items()}
    )
    content["manifest.json"] = json.dumps(said).encode()
    content["manifest.sha256"] = f"{hashlib.sha256(content['manifest.json']).hexdigest()}  manifest.json\n".encode()
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as tar:
        for name, body in content.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            tar.addfile(entry, io.BytesIO(body))


def forge(path, change=lambda content: None, say=lambda said: None):
    content = members(path)
    said = json.loads(content["manifest.json"])
    change(content)

    def manifest(parts):
        whole = said | {"parts": parts}
        say(whole)
        return whole

    write(path, content, manifest=manifest)


def repack(content, table, edit):
    name = f"tables/{table}/000001.jsonl.gz"
    rows = [json.loads(line) for line in gzip.decompress(content[name]).splitlines()]
    content[name] = gzip.compress(b"".join(json.dumps(row).encode() + b"\n" for row in edit(rows)))


def path_outside(content):
    content["files/../../escaped"] = b"x"


def absolute_path(content):
    content["/tmp/escaped"] = b"x"


def a_table_of_ours_that_is_left_out(content):
    content["tables/access.Session/000001.jsonl.gz"] = gzip.compress(b"[]\n")


def a_bomb(content):
    content["tables/dossiers.Entry/000002.jsonl.gz"] = gzip.compress(b"[" * (unpacking.LARGEST_PART_BYTES + 1))


def deep_json(content):
    content["tables/dossiers.Entry/000002.jsonl.gz"] = gzip.compress(b"[" * 100_000 + b"\n")


def a_row_too_short(content):
    repack(content, "dossiers.Entry", lambda rows: [rows[0][:-1], *rows[1:]])


def a_row_twice(content):
    repack(content, "dossiers.Entry", lambda rows: [*rows, rows[0]])


def a_row_less(content):
    repack(content, "dossiers.Entry", lambda rows: rows[1:])


def a_value_of_another_kind(content):
    repack(content, "dossiers.Entry", lambda rows: [[{"a": 1}] * len(rows[0]), *rows[1:]])


def a_number_beyond_all(content):
    repack(content, "dossiers.Entry", lambda rows: [[10**40, *rows[0][1:]], *rows[1:]])


def a_lone_surrogate(content):
    repack(content, "dossiers.Entry", lambda rows: [[*rows[0][:1], "\ud800", *rows[0][2:]], *rows[1:]])


def no_base64(content):
    repack(content, "dossiers.Entry", lambda rows: [["%"] * len(rows[0]), *rows[1:]])


def no_gzip(content):
    content["tables/dossiers.Entry/000001.jsonl.gz"] = b"plain"


CHANGES = [
    *(path_outside, absolute_path, a_table_of_ours_that_is_left_out, a_bomb, deep_json, a_row_too_short, a_row_twice),
    *(a_row_less, a_value_of_another_kind, a_number_beyond_all, a_lone_surrogate, no_base64, no_gzip),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.replace("_", " "))
def test_an_artefact_made_by_somebody_else_restores_nothing(embedded, folder, into, change):
    embedded.call(telling=a_telling(files=(embedded.file(),)))
    data, _ = back_up(embedded, folder)
    forge(data, change)
    with pytest.raises(Refused, match="damaged"):
        restore(embedded, folder, into)
    assert not into.exists() and not (into.parent / "escaped").exists()


SAID = {
    "another format": ({"format": "zip"}, "another release"),
    "a later version": ({"version": 2}, "another release"),
    "the other kind": ({"kind": "wraps"}, "damaged"),
    "another moment": ({"made_at": "20200101T000000Z"}, "damaged"),
    "no moment": ({"made_at": "yesterday"}, "damaged"),
    "a migration that we do not have": ({"migrations": {"access": "9999_later"}}, "newer release"),
    "an app that we do not have": ({"migrations": {"elsewhere": "0001_initial"}}, "newer release"),
    "a table of no kind": ({"rows": {"auth.User": 1}}, "damaged"),
    "no rows": ({"rows": None}, "damaged"),
    "a column that is not there": ({"columns": {"dossiers.Entry": ["pk"], "access.JournalLine": ["pk"]}}, "damaged"),
    "another instance": ({"organisations": ["f" * 32]}, "different instances"),
}


@pytest.mark.about_sqlite("what an artefact holds is read before any database is asked")
@pytest.mark.parametrize("name", SAID)
def test_a_manifest_that_says_something_else_restores_nothing(embedded, folder, into, name):
    change, sentence = SAID[name]
    embedded.call()
    data, _ = back_up(embedded, folder)
    forge(data, say=lambda said: said.update(change))
    with pytest.raises(Refused, match=sentence):
        restore(embedded, folder, into)
    assert not into.exists()


def test_the_forger_of_these_tests_makes_artefacts_that_are_taken_when_nothing_is_changed(embedded, folder, into):
    embedded.call(telling=a_telling(files=(embedded.file(),)))
    data, wraps = back_up(embedded, folder)
    forge(data)
    forge(wraps)
    assert restore(embedded, folder, into).files == 1


@pytest.mark.about_sqlite("what an artefact holds is read before any database is asked")
@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_a_link_or_a_device_in_an_artefact_restores_nothing(embedded, folder, into, kind):
    data, _ = back_up(embedded, folder)
    content = members(data)
    with tarfile.open(data, "w", format=tarfile.USTAR_FORMAT) as tar:
        entry = tarfile.TarInfo(f"files/{'0' * 32}")
        entry.type, entry.linkname = kind, "/etc/passwd"
        tar.addfile(entry)
        for name, body in content.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))
    with pytest.raises(Refused, match="damaged"):
        restore(embedded, folder, into)
    assert not into.exists()


def test_a_file_that_no_row_knows_is_not_restored(embedded, folder, into):
    data, _ = back_up(embedded, folder)
    forge(data, lambda content: content.update({f"files/{'a' * 32}": b"planted"}))
    assert restore(embedded, folder, into).files == 0
    assert left_in(into) == whole()


@pytest.fixture
def small(embedded, folder):
    """Both artefacts of a small instance, as bytes by name."""
    embedded.call(telling=a_telling(files=(embedded.file(),)))
    return {path.name: path.read_bytes() for path in back_up(embedded, folder)}


def refused_and_nothing_left(embedded, folder, into):
    with pytest.raises(Refused):
        restore(embedded, folder, into)
    assert not into.exists()


ONE_INSTANCE = [HealthCheck.function_scoped_fixture]


def cut_anywhere(embedded, folder, into, small, name, share):
    whole = small[name]
    end = whole.rstrip(b"\0").__len__()
    (folder / name).write_bytes(whole[: int(share * end)])
    try:
        refused_and_nothing_left(embedded, folder, into)
    finally:
        (folder / name).write_bytes(whole)


def flipped_anywhere(embedded, folder, into, small, name, share, mask):
    """Changed bytes are refused, or stand where nothing is read from: then what is restored is the same."""
    whole = small[name]
    changed = bytearray(whole)
    changed[int(share * (len(whole) - 1))] ^= mask
    (folder / name).write_bytes(changed)
    try:
        restored = restore(embedded, folder, into)
    except Refused:
        assert not into.exists()
    else:
        assert members(folder / name) == read(whole)
        assert restored.files == 1
        shutil.rmtree(into)
    finally:
        (folder / name).write_bytes(whole)


def read(whole):
    with tarfile.open(fileobj=io.BytesIO(whole)) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


NAMES = st.integers(0, 1)
SHARES = st.floats(0, 1, exclude_max=True)


@pytest.mark.about_sqlite("what an artefact holds is read before any database is asked")
@settings(max_examples=60, deadline=None, suppress_health_check=ONE_INSTANCE)
@given(which=NAMES, share=SHARES)
def test_an_artefact_cut_off_anywhere_restores_nothing(embedded, folder, into, small, which, share):
    cut_anywhere(embedded, folder, into, small, sorted(small)[which], share)


@pytest.mark.about_sqlite("what an artefact holds is read before any database is asked")
@settings(max_examples=60, deadline=None, suppress_health_check=ONE_INSTANCE)
@given(which=NAMES, share=SHARES, mask=st.integers(1, 255))
def test_a_changed_byte_anywhere_restores_nothing_else(embedded, folder, into, small, which, share, mask):
    flipped_anywhere(embedded, folder, into, small, sorted(small)[which], share, mask)


@pytest.mark.about_sqlite("what an artefact holds is read before any database is asked")
@pytest.mark.long
@settings(max_examples=2000, deadline=None, suppress_health_check=ONE_INSTANCE)
@given(which=NAMES, share=SHARES)
def test_an_artefact_cut_off_at_any_of_many_places_restores_nothing(embedded, folder, into, small, which, share):
    cut_anywhere(embedded, folder, into, small, sorted(small)[which], share)


@pytest.mark.about_sqlite("what an artefact holds is read before any database is asked")
@pytest.mark.long
@settings(max_examples=2000, deadline=None, suppress_health_check=ONE_INSTANCE)
@given(which=NAMES, share=SHARES, mask=st.integers(1, 255))
def test_a_changed_byte_at_any_of_many_places_restores_nothing_else(embedded, folder, into, small, which, share, mask):
    flipped_anywhere(embedded, folder, into, small, sorted(small)[which], share, mask)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def any_rows(embedded, folder, into, small, lines):
    data = next(name for name in small if name.startswith("data"))

    def change(content):
        content["tables/dossiers.Entry/000002.jsonl.gz"] = gzip.compress(
            b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        )

    forge(
        folder / data, change, lambda said: said["rows"].update({"dossiers.Entry": said["rows"]["dossiers.Entry"] + 1})
    )
    try:
        refused_and_nothing_left(embedded, folder, into)
    finally:
        (folder / data).write_bytes(small[data])


@pytest.mark.about_sqlite("what an artefact holds is read before any database is asked")
@settings(max_examples=40, deadline=None, suppress_health_check=ONE_INSTANCE)
@given(lines=st.lists(VALUES, min_size=1, max_size=3))
def test_rows_of_any_shape_restore_nothing(embedded, folder, into, small, lines):
    any_rows(embedded, folder, into, small, lines)


@pytest.mark.about_sqlite("what an artefact holds is read before any database is asked")
@pytest.mark.long
@settings(max_examples=2000, deadline=None, suppress_health_check=ONE_INSTANCE)
@given(lines=st.lists(VALUES, min_size=1, max_size=3))
def test_many_rows_of_any_shape_restore_nothing(embedded, folder, into, small, lines):
    any_rows(embedded, folder, into, small, lines)
