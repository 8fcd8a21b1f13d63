"""Everything of ours: what a keyring opens, all of it and nothing else, and not a byte of it on the disk."""

import csv
import io
import json
import re
import zipfile
from base64 import b64decode
from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.desk import listing, reading, writing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.models import Entry
from safeconduct.dossiers.sealed_file import path_of
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.jobs import sweeping
from safeconduct.reports import desk as reports
from safeconduct.sealing.keys import signed_by
from safeconduct.vocabulary.refusal import Refused
from tests.builders import a_telling
from tests.embedded import (
    COLLEAGUE,
    HARBOUR,
    LIGHTHOUSE,
    OTHER_COMPARTMENT,
    OTHER_OFFICE,
    PROTECTION,
    rows_changed,
)

NAME = "Teresa (invented)"
SAFE_NAME = re.compile(r"(dossiers/[0-9a-f]{32}/(files/)?)?[A-Za-z0-9_]+\.(txt|json|jsonl|csv|bin)")


def made(embedded, name=PROTECTION, *, with_identity=True):
    pieces = reports.export_everything(
        embedded.keyring(name), "copy", with_identity=with_identity, has_proved=True, at=embedded.now
    )
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces)))


def lines(archive, name):
    return [json.loads(line) for line in archive.read(name).decode().splitlines()]


def entries(archive, ref):
    return lines(archive, f"dossiers/{ref}/entries.jsonl")


def dossiers_in(archive):
    return {name.split("/")[1] for name in archive.namelist() if name.startswith("dossiers/")}


def everything(archive):
    return b"".join(archive.read(name) for name in archive.namelist()) + " ".join(archive.namelist()).encode()


@pytest.fixture
def worked(embedded):
    """A case with a name, a file, an answer, a note and a word of the defender."""
    file = embedded.file(b"seen at the mill" * 9000, name="../../etc/évidence.jpg")
    call = embedded.call(telling=a_telling(name=NAME, files=(file,), happened="At the mill.", address="000 111"))
    mara = embedded.keyring(PROTECTION)
    cases.accept(call.ref, mara, at=embedded.now)
    cases.note(call.ref, "Ask the lawyer.", mara, at=embedded.now)
    cases.answer(call.ref, "We call today.", mara, at=embedded.now)
    returning.write(call.visit(), Word("They came again."), at=embedded.clock.pass_by(timedelta(hours=1)))
    return call


def test_it_holds_what_the_member_reads_entry_by_entry(embedded, worked):
    archive = made(embedded)
    assert archive.testzip() is None
    dossier = reading.open_with_keyring(worked.ref, embedded.keyring(PROTECTION))
    told = entries(archive, worked.ref)
    assert [(one["seq"], one["scope"], one["kind"], one["at"]) for one in told] == [
        (one.seq, one.scope, one.kind, one.at.isoformat()) for one in dossier.entries
    ]
    for line, entry in zip(told, dossier.entries, strict=True):
        assert line["data"] == {name: value for name, value in entry.data.items() if name != "key"}
        assert line["by"]["post_name"] == entry.by.post_name


def test_what_the_pages_show_is_in_it_word_for_word(embedded, worked):
    archive = made(embedded)
    case, card = cases.open_case(worked.ref, embedded.keyring(PROTECTION), at=embedded.now)
    archive = made(embedded)
    texts = {one["data"].get("text") for one in entries(archive, worked.ref) if "data" in one}
    shown = {one.data["text"] for one in case.entries if getattr(one, "kind", "") in ("note", "answer", "word")}
    assert shown and shown <= texts
    told = next(one["data"] for one in entries(archive, worked.ref) if one.get("kind") == "told")
    assert told == dict(case.story)
    row = next(csv.DictReader(io.StringIO(archive.read("cards.csv").decode(), newline="")))
    assert (row["dossier"], row["codename"], row["stage"]) == (worked.ref, card.codename, "case")


def test_the_files_are_whole_under_names_that_say_nothing_and_a_list_tells_what_they_were_called(embedded, worked):
    archive = made(embedded)
    (about,) = lines(archive, f"dossiers/{worked.ref}/files.jsonl")
    assert about["original_name"] == "../../etc/évidence.jpg" and about["file"] == f"{about['entry']:06}.bin"
    assert archive.read(f"dossiers/{worked.ref}/files/{about['file']}") == b"seen at the mill" * 9000
    assert about["bytes"] == len(b"seen at the mill") * 9000 and "missing" not in about


def test_no_name_in_it_can_act_on_a_file_system(embedded, worked):
    names = made(embedded).namelist()
    assert len(names) == len(set(names)) > 5
    assert [name for name in names if not SAFE_NAME.fullmatch(name)] == []


def test_signatures_can_be_checked_with_the_keys_in_it_and_the_chain_with_its_hashes(embedded, worked):
    archive = made(embedded)
    people = {one["ref"]: one["certificates"] for one in json.loads(archive.read("organisation.json"))["members"]}
    by_members = [one for one in entries(archive, worked.ref) if one["by"]["kind"] == "member"]
    assert len(by_members) >= 3
    for one in by_members:
        public_sign = bytes.fromhex(people[one["by"]["ref"]][0]["public_sign"])
        assert signed_by(public_sign, bytes.fromhex(one["signature"]), b64decode(one["signed_bytes"]))
        assert json.dumps(one["data"], ensure_ascii=False)[1:-1].encode() in b64decode(one["signed_bytes"])
    chain = lines(archive, f"dossiers/{worked.ref}/chain.jsonl")
    assert [link["before"] for link in chain[1:]] == [link["hash"] for link in chain[:-1]]
    assert all(one["is_signed_by_whom_it_names"] for one in entries(archive, worked.ref))


def test_the_name_is_in_it_only_when_it_was_asked_for(embedded, worked):
    without, with_names = made(embedded, with_identity=False), made(embedded)
    assert NAME.encode() in everything(with_names)
    assert NAME.encode() not in everything(without)
    slips = [one for one in entries(without, worked.ref) if one.get("slip") == "identity, left out"]
    assert len(slips) == 1 and b"NOT in it" in without.read("README.txt")


# What is not in it


def test_other_organisations_and_other_compartments_see_nothing_of_it(embedded, worked):
    theirs = embedded.call(LIGHTHOUSE, telling=a_telling(happened="Only for the network."))
    assert dossiers_in(made(embedded)) == {worked.ref}
    other = made(embedded, OTHER_OFFICE)
    assert dossiers_in(other) == {theirs.ref}
    assert worked.ref.encode() not in everything(other) and b"At the mill." not in everything(other)
    assert b"Only for the network." not in everything(made(embedded))
    visas = made(embedded, OTHER_COMPARTMENT)
    assert dossiers_in(visas) == set() and worked.ref.encode() not in everything(visas)


def test_a_call_to_two_offices_gives_each_its_own(embedded):
    call = embedded.call(HARBOUR, LIGHTHOUSE)
    assert dossiers_in(made(embedded)) == {call.refs[0]}
    assert dossiers_in(made(embedded, OTHER_OFFICE)) == {call.refs[1]}


def test_hidden_ended_and_erased_dossiers_are_not_in_it(embedded, worked):
    hidden, ended, erased = (embedded.call(telling=a_telling(happened=f"Gone {nth}.")) for nth in range(3))
    allowing.ask_for_erasure(erased.visit(), at=embedded.now)
    sweeping.sweep(at=embedded.clock.pass_by(timedelta(hours=74)))
    allowing.ask_for_erasure(hidden.visit(), at=embedded.now)
    allowing.end_reading(ended.visit(), ended.ref, at=embedded.now)
    archive = made(embedded)
    assert dossiers_in(archive) == {worked.ref}
    said = everything(archive)
    assert not any(call.ref.encode() in said for call in (hidden, ended, erased)) and b"Gone" not in said


def test_the_keys_of_the_member_and_of_files_are_not_in_it_as_such(embedded, worked):
    archive, mara = made(embedded), embedded.keyring(PROTECTION)
    said = everything(archive)
    assert mara.identity.secret.hex().encode() not in said and mara.identity.secret not in said
    assert all("key" not in one["data"] for one in entries(archive, worked.ref) if one["kind"] == "file")


# Refusals and the journal


def test_it_is_in_the_journal_with_reason_before_a_byte_goes_out(embedded, worked):
    before = embedded.dump()
    pieces = reports.export_everything(
        embedded.keyring(PROTECTION), "move", with_identity=False, has_proved=True, at=embedded.now
    )
    assert rows_changed(before, embedded.dump()) == {"access_journalline": 1}
    line = embedded.journal()[-1]
    assert (line["event"], line["note"]) == ("ExportMade", "move, without names")
    assert line["member"] == embedded.keyring(PROTECTION).member
    next(pieces)


REFUSED = {
    "no proof": (PROTECTION, {"has_proved": False}, "passphrase"),
    "no reason": (PROTECTION, {"reason": ""}, "no reason"),
    "no compartment": ("ines", {}, "no compartment"),
}


@pytest.mark.parametrize(("name", "changed", "word"), REFUSED.values(), ids=list(REFUSED))
def test_without_proof_reason_or_compartment_nothing_goes_out_and_nothing_changes(
    embedded, worked, name, changed, word
):
    before = embedded.dump()
    given = {"reason": "copy", "with_identity": True, "has_proved": True, **changed}
    with pytest.raises(Refused) as refused:
        reports.export_everything(embedded.keyring(name), at=embedded.now, **given)
    assert word in str(refused.value)
    assert embedded.dump() == before


def test_when_the_journal_cannot_be_written_nothing_goes_out(embedded, worked, monkeypatch):
    def fails(*_given, **_named):
        raise OSError("the disk is full")

    monkeypatch.setattr(reports.journaling, "journal", fails)
    with pytest.raises(OSError):
        made(embedded)


# What was changed outside


@pytest.mark.as_owner
def test_what_does_not_open_is_told_and_the_rest_is_there(embedded, worked):
    spoilt = embedded.call()
    row = Entry.objects.get(dossier=spoilt.ref, seq=2)
    Entry.objects.filter(pk=row.pk).update(body=bytes(row.body)[:-1] + bytes([row.body[-1] ^ 1]))
    archive = made(embedded)
    assert dossiers_in(archive) == {worked.ref}
    assert spoilt.ref in archive.read("problems.txt").decode()


def test_a_file_that_is_gone_is_told_in_the_list_and_stops_nothing(embedded, worked):
    dossier = reading.open_with_keyring(worked.ref, embedded.keyring(PROTECTION))
    (entry,) = dossier.written("file")
    path_of(embedded.files, entry.data["ref"]).unlink()
    archive = made(embedded)
    (about,) = lines(archive, f"dossiers/{worked.ref}/files.jsonl")
    assert about["missing"] and not any("/files/" in name for name in archive.namelist())


def test_a_file_entry_that_nobody_signed_is_shown_as_such_and_brings_no_file(embedded, worked):
    dossier = reading.open_with_keyring(worked.ref, embedded.keyring(PROTECTION))
    (entry,) = dossier.written("file")
    forged = [NewEntry("evidence_original", "file", {**entry.data, "name": "forged"})]
    held = [key for key in dossier.scope_keys if key.name == "evidence_original"]
    writing.append(worked.ref, forged, {}, held=held, by=entry.by, at=embedded.now)
    archive = made(embedded)
    newest = entries(archive, worked.ref)[-1]
    assert newest["data"]["name"] == "forged" and not newest["is_signed_by_whom_it_names"]
    assert [about["original_name"] for about in lines(archive, f"dossiers/{worked.ref}/files.jsonl")] == [
        entry.data["name"]
    ]


def test_a_codename_that_is_a_formula_is_a_text_in_the_table(embedded, worked):
    mara = embedded.keyring(PROTECTION)
    recipient = reports.directory.recipient(next(iter(mara.compartments)))
    listing.leave_note(recipient, worked.ref, {"codename": '=HYPERLINK("http://x")', "needs": ["@SUM(A1)"]})
    row = next(csv.DictReader(io.StringIO(made(embedded).read("cards.csv").decode(), newline="")))
    assert (row["codename"], row["needs"]) == ('\'=HYPERLINK("http://x")', "'@SUM(A1)")


# The disk


def test_nothing_of_it_is_on_the_disk_when_it_is_cut_in_the_middle(embedded, worked):
    def on_disk():
        return {path: path.stat().st_size for path in embedded.folder.rglob("*") if path.is_file()}

    pieces = reports.export_everything(
        embedded.keyring(COLLEAGUE), "copy", with_identity=True, has_proved=True, at=embedded.now
    )
    before = on_disk()
    while b"seen at the mill" not in next(pieces):
        pass
    assert on_disk() == before
    pieces.close()
    assert b"seen at the mill" not in embedded.bytes_on_disk() and NAME.encode() not in embedded.bytes_on_disk()
