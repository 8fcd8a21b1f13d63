"""Reading the journal: by its auditors alone, itself a line; checkpoints show what was cut, rewritten or swapped."""

import argparse
from datetime import timedelta

import pytest
from django.db import transaction

from safeconduct.access import lookup
from safeconduct.access.certificate import EpochStatement
from safeconduct.access.desk import auditing, founding
from safeconduct.access.desk.journaling import journal
from safeconduct.access.journal import Line, hash_of, where
from safeconduct.access.models import (
    Compartment,
    CompartmentEpoch,
    CompartmentWrap,
    JournalCheckpoint,
    JournalLine,
    Member,
    MemberCertificate,
    Organisation,
)
from safeconduct.cases.desk import casework as cases
from safeconduct.program import journal as program
from safeconduct.sealing.chain import START
from safeconduct.sealing.hash_words import words_of
from safeconduct.sealing.keys import Identity, wrap
from safeconduct.sealing.padding import pad
from safeconduct.sealing.record import new_key
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.embedded import ADMINISTRATOR, HARBOUR, LIGHTHOUSE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION

VERA, NADIA = "vera", "nadia"
SESSION = "5e" * 32


def worked_on(embedded, *, notes=3):
    call, mara = embedded.call(HARBOUR, LIGHTHOUSE), embedded.keyring(PROTECTION)
    cases.open_case(call.ref, mara, at=embedded.now)
    for number in range(notes):
        cases.note(call.ref, f"Note {number}.", mara, at=embedded.now)
    cases.open_case(call.refs[1], embedded.keyring(OTHER_OFFICE), at=embedded.now)
    return call


def events(embedded, name=VERA):
    lines = auditing.lines(embedded.keyring(name), from_day=None, to_day=None)
    return [one.line.event if one.line else None for one in lines]


def standing(embedded, slug=HARBOUR):
    return auditing.state_of(embedded.office(slug).ref)[1]


def signed(embedded, name=VERA):
    """Sign a checkpoint; the note and the words that its auditor takes away."""
    keyring = embedded.keyring(name)
    auditing.sign_checkpoint(keyring, *auditing.state_of(keyring.organisation), at=embedded.now)
    kept = auditing.kept_checkpoints(keyring.organisation)[0]
    return kept.note.written(), " ".join(words_of(kept.checkpoint.hash))


def lines_of(embedded, slug=HARBOUR):
    return JournalLine.objects.filter(organisation=embedded.office(slug).ref)


# Who reads


@pytest.mark.parametrize("name", [PROTECTION, OTHER_COMPARTMENT, ADMINISTRATOR, OTHER_OFFICE])
def test_nobody_else_reads_signs_or_compares(embedded, name):
    worked_on(embedded)
    keyring, state = embedded.keyring(name), auditing.state_of(embedded.office().ref)
    before = embedded.dump()
    for verb in (
        lambda: auditing.begin_reading(keyring, session=SESSION, at=embedded.now),
        lambda: auditing.lines(keyring, from_day=None, to_day=None),
        lambda: auditing.sign_checkpoint(keyring, *state, at=embedded.now),
        lambda: auditing.compare(keyring, ""),
    ):
        with pytest.raises(NotFound):
            verb()
    assert embedded.dump() == before


def test_lines_come_newest_first_and_of_one_organisation_only(embedded):
    worked_on(embedded)
    assert events(embedded) == ["NoteAdded"] * 3 + ["DossierOpened"]
    assert events(embedded, NADIA) == ["DossierOpened"]


def test_lines_of_days_long_past_are_not_even_opened(embedded):
    worked_on(embedded)
    vera, today = embedded.keyring(VERA), embedded.now.date()
    assert auditing.lines(vera, from_day=today + timedelta(days=2), to_day=None) == ()
    assert auditing.lines(vera, from_day=None, to_day=today - timedelta(days=2)) == ()
    assert len(auditing.lines(vera, from_day=today, to_day=today)) == 4


@pytest.mark.as_owner
def test_every_sealed_line_has_one_size_whatever_it_says(embedded):
    call = worked_on(embedded)
    mara = embedded.keyring(PROTECTION)
    with pytest.raises(Refused):
        cases.reveal_identity(call.ref, "duplicate", mara, has_proved=False, at=embedded.now)
    auditing.begin_reading(embedded.keyring(VERA), session=SESSION, at=embedded.now)
    signed(embedded)
    assert len({len(bytes(row.sealed)) for row in JournalLine.objects.all()}) == 1


@pytest.mark.as_owner
def test_something_forged_to_the_auditors_is_a_closed_line_and_no_fault(embedded):
    worked_on(embedded)
    organisation, last = embedded.office().ref, lines_of(embedded).latest("seq")
    sealed = wrap(
        lookup.recipient_for(organisation, "auditors").public_seal, pad(b"[1]"), where(organisation, last.seq + 1)
    )
    link = hash_of(organisation, last.seq + 1, last.day.isoformat(), bytes(last.hash), sealed)
    JournalLine.objects.create(
        organisation=organisation, seq=last.seq + 1, day=last.day, before=last.hash, hash=link, sealed=sealed
    )
    assert events(embedded)[0] is None
    auditing.begin_reading(embedded.keyring(VERA), session=SESSION, at=embedded.now)


# Reading is a line


def test_reading_is_a_line_once_an_hour_for_each_session(embedded):
    worked_on(embedded)
    vera, start = embedded.keyring(VERA), embedded.now

    def read_after(minutes, session=SESSION):
        auditing.begin_reading(vera, session=session, at=start + timedelta(minutes=minutes))
        return embedded.events().count("JournalRead")

    assert [read_after(minutes) for minutes in (0, 1, 30, 59, 60, 61)] == [1, 1, 1, 1, 2, 2]
    assert read_after(62, session="6f" * 32) == 3
    assert embedded.journal()[-1]["member"] == vera.member


def test_reading_over_midnight_is_still_the_same_hour(embedded):
    vera, late = embedded.keyring(VERA), embedded.now.replace(hour=23, minute=40)
    auditing.begin_reading(vera, session=SESSION, at=late)
    auditing.begin_reading(vera, session=SESSION, at=late + timedelta(minutes=30))
    assert embedded.events() == ["JournalRead"]


# Somebody who was removed


def new_epoch(embedded, holders):
    """The registrar makes a new key of the auditors' compartment and wraps it to those who stay."""
    organisation = embedded.office().ref
    compartment = Compartment.objects.get(organisation=organisation, duty="auditors")
    registrar = embedded.keyring(ADMINISTRATOR)
    identity, epoch = Identity(new_key()), 2
    statement = EpochStatement(organisation, compartment.ref, "auditors", epoch, identity.public_seal)
    CompartmentEpoch.objects.create(
        compartment=compartment.ref,
        epoch=epoch,
        public_seal=identity.public_seal,
        certified_by=registrar.member,
        signature=registrar.identity.sign(statement.text()),
        made_on=embedded.now.date(),
    )
    for name in holders:
        holder = embedded.keyring(name)
        place = founding.wrap_place(compartment.ref, epoch, holder.member)
        CompartmentWrap.objects.create(
            compartment=compartment.ref,
            epoch=epoch,
            member=holder.member,
            wrapped=wrap(holder.identity.public_seal, identity.secret, place),
        )


@pytest.mark.as_owner
def test_a_removed_auditor_reads_nothing_new_even_with_the_old_key(embedded):
    call = worked_on(embedded)
    new_epoch(embedded, holders=["petra"])
    cases.note(call.ref, "After the removal.", embedded.keyring(PROTECTION), at=embedded.now)
    vera, newest = embedded.keyring(VERA), lines_of(embedded).latest("seq")
    with pytest.raises(NotFound):
        auditing.lines(vera, from_day=None, to_day=None)
    assert (
        auditing._line(bytes(newest.sealed), where(newest.organisation, newest.seq), auditing._auditors_in(vera))
        is None
    )


@pytest.mark.as_owner
def test_who_stays_reads_on_and_who_is_new_sees_that_older_lines_are_closed(embedded):
    call = worked_on(embedded)
    new_epoch(embedded, holders=[VERA, "petra"])
    cases.note(call.ref, "After the change.", embedded.keyring(PROTECTION), at=embedded.now)
    assert events(embedded, VERA) == ["NoteAdded"] * 4 + ["DossierOpened"]
    assert events(embedded, "petra") == ["NoteAdded"] + [None] * 4


# Checkpoints


def test_a_checkpoint_is_signed_by_the_auditor_s_certified_key_and_is_a_line(embedded):
    worked_on(embedded)
    note, words = signed(embedded)
    kept = auditing.kept_checkpoints(embedded.office().ref)[0]
    assert (kept.by, kept.checkpoint.size) == (embedded.keyring(VERA).member, 4)
    assert note.startswith(f"safeconduct/journal/{embedded.office().ref}\n4\n")
    assert (embedded.journal()[-1]["event"], embedded.journal()[-1]["note"]) == ("CheckpointSigned", "4")
    for typed in (note, note.replace("\n", "\r\n"), words, words.upper()):
        assert auditing.compare(embedded.keyring(VERA), typed).holds


@pytest.mark.as_owner
def test_a_checkpoint_is_due_once_a_day_and_after_256_lines(embedded):
    worked_on(embedded)
    vera = embedded.keyring(VERA)

    def sign_if_due():
        return auditing.sign_checkpoint_if_due(vera, *auditing.state_of(vera.organisation), at=embedded.now)

    assert [sign_if_due(), sign_if_due()] == [True, False]
    embedded.clock.pass_by(timedelta(days=1))
    assert [sign_if_due(), sign_if_due()] == [True, False]
    line = Line("NoteAdded", "d0", vera.member, vera.post, embedded.now)
    with transaction.atomic():
        for _ in range(255):
            journal(vera.organisation, line, on=embedded.now.date())
    assert [sign_if_due(), sign_if_due()] == [True, False]


def cut_off(embedded):
    lines_of(embedded).filter(seq__gt=2).delete()


def leave_one_out(embedded):
    lines_of(embedded).filter(seq=2).delete()
    for row in lines_of(embedded).filter(seq__gt=2).order_by("seq"):
        JournalLine.objects.filter(pk=row.pk).update(seq=row.seq - 1)


def reorder(embedded):
    first, second = lines_of(embedded).get(seq=2), lines_of(embedded).get(seq=3)
    JournalLine.objects.filter(pk=first.pk).update(seq=99)
    JournalLine.objects.filter(pk=second.pk).update(seq=2)
    JournalLine.objects.filter(pk=first.pk).update(seq=3)


def change_one(embedded):
    other = lines_of(embedded).get(seq=3).sealed
    lines_of(embedded).filter(seq=2).update(sealed=other)


def write_anew(embedded):
    """What somebody can do who holds the database and the public keys: a chain that is right in itself."""
    organisation, before = embedded.office().ref, START
    public = lookup.recipient_for(organisation, "auditors").public_seal
    for row in lines_of(embedded).order_by("seq"):
        line = Line("NoteAdded", "d0" * 16, embedded.keyring(PROTECTION).member, "p0", embedded.now)
        sealed = wrap(public, pad(line.as_bytes()), where(organisation, row.seq))
        link = hash_of(organisation, row.seq, row.day.isoformat(), before, sealed)
        JournalLine.objects.filter(pk=row.pk).update(sealed=sealed, before=before, hash=link)
        before = link


def swap_journals(embedded):
    harbour, lighthouse = embedded.office(HARBOUR).ref, embedded.office(LIGHTHOUSE).ref
    JournalLine.objects.filter(organisation=harbour).update(organisation="x")
    JournalLine.objects.filter(organisation=lighthouse).update(organisation=harbour)
    JournalLine.objects.filter(organisation="x").update(organisation=lighthouse)


TAMPERED = {
    "cut off": (cut_off, "its end was cut off"),
    "emptied": (lambda embedded: lines_of(embedded).delete(), "its end was cut off"),
    "one left out": (leave_one_out, "Line 2 was changed, moved or left out."),
    "two reordered": (reorder, "Line 2 was changed, moved or left out."),
    "one changed": (change_one, "Line 2 was changed, moved or left out."),
    "written anew": (write_anew, "The journal was rewritten"),
    "swapped with another organisation's": (swap_journals, "Line 1 was changed, moved or left out."),
}


@pytest.mark.as_owner
@pytest.mark.parametrize(("tamper", "said"), TAMPERED.values(), ids=list(TAMPERED))
def test_what_was_done_to_the_journal_is_noticed_by_who_kept_a_checkpoint(embedded, capsys, tmp_path, tamper, said):
    worked_on(embedded)
    note, words = signed(embedded)
    (tmp_path / "note.txt").write_text(note, encoding="utf-8")
    assert verified(capsys, note=tmp_path / "note.txt")[0] == 0
    tamper(embedded)
    assert said in standing(embedded).sentence
    assert verified(capsys)[0] == 1
    # Whoever takes the checkpoints of the instance away too still does not have the ones that were kept elsewhere.
    JournalCheckpoint.objects.all().delete()
    vera = embedded.keyring(VERA)
    by_note, by_words = auditing.compare(vera, note), auditing.compare(vera, words)
    assert not by_note.holds and said in by_note.sentence
    assert not by_words.holds
    code, sentence = verified(capsys, note=tmp_path / "note.txt")
    assert code == 1 and said in sentence


@pytest.mark.as_owner
@pytest.mark.parametrize(("tamper", "said"), TAMPERED.values(), ids=list(TAMPERED))
def test_nothing_is_signed_over_a_journal_that_was_touched(embedded, tamper, said):
    worked_on(embedded)
    signed(embedded)
    tamper(embedded)
    vera, before = embedded.keyring(VERA), embedded.dump()
    embedded.clock.pass_by(timedelta(days=1))
    state = auditing.state_of(vera.organisation)
    assert not auditing.sign_checkpoint_if_due(vera, *state, at=embedded.now)
    with pytest.raises(Refused, match="Nothing is signed over it"):
        auditing.sign_checkpoint(vera, *state, at=embedded.now)
    assert embedded.dump() == before


def test_without_a_kept_checkpoint_a_rewritten_journal_looks_whole(embedded):
    """The control: it is the checkpoints that show it, not the chain."""
    worked_on(embedded)
    write_anew(embedded)
    assert standing(embedded).holds


FORGED = {
    "another hash": {"hash": bytes(32)},
    "another number": {"size": 2},
    "another signature": {"signature": bytes(68)},
}


@pytest.mark.as_owner
@pytest.mark.parametrize("changed", FORGED.values(), ids=list(FORGED))
def test_a_checkpoint_that_was_changed_in_the_database_is_said(embedded, changed):
    worked_on(embedded)
    signed(embedded)
    JournalCheckpoint.objects.update(**changed)
    assert not standing(embedded).holds and "no valid signature" in standing(embedded).sentence


@pytest.mark.as_owner
def test_a_note_that_nobody_certified_signed_proves_nothing(embedded):
    worked_on(embedded)
    note, _ = signed(embedded)
    MemberCertificate.objects.filter(member=embedded.keyring(VERA).member).delete()
    finding = auditing.compare_note(embedded.office().ref, auditing.read_note(note))
    assert not finding.holds and "no key that this organisation certifies" in finding.sentence


def test_a_checkpoint_of_another_organisation_is_not_ours(embedded):
    worked_on(embedded)
    note, words = signed(embedded, NADIA)
    vera = embedded.keyring(VERA)
    assert "of another journal" in auditing.compare(vera, note).sentence
    assert not auditing.compare(vera, words).holds
    assert auditing.compare(embedded.keyring(NADIA), note).holds


def test_a_checkpoint_stands_when_its_signer_has_left(embedded):
    worked_on(embedded)
    note, _ = signed(embedded)
    Member.objects.filter(name=VERA).update(ended_on=embedded.now.date())
    finding = auditing.compare_note(embedded.office().ref, auditing.read_note(note))
    assert finding.holds and finding.sentence.endswith("Signed by vera.")


@pytest.mark.as_owner
def test_both_roots_and_registrars_of_the_other_organisation_sign_nothing_here(embedded):
    worked_on(embedded)
    statements = lookup.certified_statements(embedded.office().ref)
    names = {Member.objects.get(ref=one.member).name for one in statements}
    assert names == {"mara", "tomas", "petra", "ines", "jonas", "vera"}
    Organisation.objects.filter(slug=HARBOUR).update(root_sign=Identity(new_key()).public_sign)
    assert lookup.certified_statements(embedded.office().ref) == ()


TYPED_WRONGLY = {
    "nothing": ("", "Nothing is here yet."),
    "a word of no list": ("legal winner wafe", "“wafe” is not a word of the list."),
    "too few": ("legal winner thank", "fewer than 12 words"),
    "half a note": ("safeconduct/journal/0f\n4\n", "not a whole note"),
}


@pytest.mark.parametrize(("typed", "said"), TYPED_WRONGLY.values(), ids=list(TYPED_WRONGLY))
def test_what_cannot_be_compared_is_said_in_a_sentence(embedded, typed, said):
    with pytest.raises(Refused) as refused:
        auditing.compare(embedded.keyring(VERA), typed)
    assert said in str(refused.value)


# The command


def verified(capsys, *, organisation=None, note=None):
    code = program.verify(argparse.Namespace(organisation=organisation, note=note and str(note)))
    return code, capsys.readouterr().out


@pytest.mark.as_owner
def test_the_command_says_how_each_journal_stands(embedded, capsys):
    worked_on(embedded)
    signed(embedded)
    code, said = verified(capsys)
    assert code == 0
    assert said.splitlines() == [
        "harbour-desk: 5 lines, unbroken since 4 March 2026. 1 checkpoint agrees.",
        "lighthouse-network: 1 line, unbroken since 4 March 2026. 0 checkpoints agree.",
    ]
    change_one(embedded)
    assert verified(capsys, organisation=HARBOUR) == (1, "harbour-desk: Line 2 was changed, moved or left out.\n")
    assert verified(capsys, organisation=LIGHTHOUSE)[0] == 0


def test_the_command_opens_no_line(embedded, capsys, monkeypatch):
    worked_on(embedded)
    monkeypatch.setattr(Identity, "unwrap", lambda *_given: pytest.fail("a key was used"))
    assert verified(capsys)[0] == 0


def test_what_the_command_cannot_do_is_a_sentence_and_ends_with_one(embedded, capsys, tmp_path):
    worked_on(embedded)
    (tmp_path / "no-note.txt").write_text("hello", encoding="utf-8")
    (tmp_path / "picture").write_bytes(b"\xff\xd8")
    assert verified(capsys, organisation="nobody")[0] == 1
    for path in ("no-note.txt", "picture", "not-there"):
        code, said = verified(capsys, note=tmp_path / path)
        assert code == 1 and said.count("\n") == 1, path
    note, _ = signed(embedded)
    (tmp_path / "note.txt").write_text(note, encoding="utf-8")
    code, said = verified(capsys, organisation=LIGHTHOUSE, note=tmp_path / "note.txt")
    assert code == 1 and "another journal" in said
