"""Casework: each verb is one entry, the card's news and one line of the journal, together; a refusal is none of them."""

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.cases.desk import opening
from safeconduct.dossiers.desk import reading
from safeconduct.dossiers.models import CardNote, Entry, StoredFile
from safeconduct.intake.desk import returning
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.embedded import (
    ADMINISTRATOR,
    COLLEAGUE,
    HARBOUR,
    LIGHTHOUSE,
    OTHER_COMPARTMENT,
    OTHER_OFFICE,
    PROTECTION,
    rows_changed,
)


def entries_of(embedded, ref):
    dossier = reading.open_with_keyring(ref, embedded.keyring(PROTECTION))
    return [(entry.scope, entry.kind) for entry in dossier.written()]


def card_of(embedded, ref, name=PROTECTION):
    return next(card for card in cases.cards(embedded.keyring(name), at=embedded.now)[0] if card.dossier == ref)


def give_code(embedded, ref, keyring):
    return cases.give_code(ref, "lantern", keyring, at=embedded.now)


VERBS = {
    "open": (lambda e, ref, k: cases.open_case(ref, k, at=e.now), "DossierOpened", ("messages", "read")),
    "answer": (
        lambda e, ref, k: cases.answer(ref, "We call today.", k, at=e.now),
        "AnswerSent",
        ("messages", "answer"),
    ),
    "accept": (lambda e, ref, k: cases.accept(ref, k, at=e.now), "RequestAccepted", ("messages", "accepted")),
    "note": (lambda e, ref, k: cases.note(ref, "Ask the lawyer.", k, at=e.now), "NoteAdded", ("coordination", "note")),
    "add a file": (
        lambda e, ref, k: cases.add_files(ref, (e.file(),), k, at=e.now),
        "FilesAdded",
        ("evidence_original", "file"),
    ),
    "give a code": (give_code, "CodeGiven", ("messages", "code_given")),
}


@pytest.mark.parametrize(("verb", "event", "entry"), VERBS.values(), ids=list(VERBS))
def test_a_verb_is_an_entry_and_a_line_in_the_journal_by_the_member(embedded, verb, event, entry):
    call = embedded.call(telling=a_telling(about="someone"), own_word="")
    mara = embedded.keyring(PROTECTION)
    verb(embedded, call.ref, mara)
    assert entries_of(embedded, call.ref)[-1] == entry
    newest = reading.open_with_keyring(call.ref, mara).written()[-1]
    assert (newest.by.kind, newest.by.ref, newest.by.post_name) == ("member", mara.member, "Human rights officer")
    assert newest.at == embedded.now
    line = embedded.journal()[-1]
    assert (line["event"], line["object"], line["member"], line["post"]) == (event, call.ref, mara.member, mara.post)


@pytest.mark.parametrize(("verb", "event", "entry"), VERBS.values(), ids=list(VERBS))
def test_when_the_journal_cannot_be_written_nothing_is(embedded, monkeypatch, verb, event, entry):
    call = embedded.call(telling=a_telling(about="someone"), own_word="")
    before = embedded.dump()

    def fails(*_given, **_named):
        raise OSError("the disk is full")

    monkeypatch.setattr(opening.journaling, "journal", fails)
    with pytest.raises(OSError):
        verb(embedded, call.ref, embedded.keyring(PROTECTION))
    assert embedded.dump() == before


@pytest.mark.parametrize(
    "name", [ADMINISTRATOR, OTHER_COMPARTMENT, OTHER_OFFICE, "vera"], ids=["administrator", "visas", "other", "auditor"]
)
@pytest.mark.parametrize(("verb", "event", "entry"), VERBS.values(), ids=list(VERBS))
def test_whoever_does_not_hold_it_gets_the_same_answer_as_for_what_is_not_there(embedded, name, verb, event, entry):
    call, keyring = embedded.call(telling=a_telling(about="someone"), own_word=""), embedded.keyring(name)
    before = embedded.dump()
    for ref in (call.ref, "0" * 32):
        with pytest.raises(NotFound) as not_found:
            verb(embedded, ref, keyring)
        assert str(not_found.value) == "There is nothing here under this address."
    before_files = before.pop("dossiers_storedfile")
    after = embedded.dump()
    assert after.pop("dossiers_storedfile") == before_files
    assert after == before
    assert cases.cards(keyring, at=embedded.now)[0] == ()


@pytest.mark.parametrize(("verb", "event", "entry"), VERBS.values(), ids=list(VERBS))
def test_a_colleague_of_the_same_compartment_sees_and_may_do_the_same(embedded, verb, event, entry):
    call = embedded.call(telling=a_telling(about="someone"), own_word="")
    cases.note(call.ref, "Mara was here.", embedded.keyring(PROTECTION), at=embedded.now)
    verb(embedded, call.ref, embedded.keyring(COLLEAGUE))
    case = embedded.case(call.ref, COLLEAGUE)
    notes = [one for one in case.entries if getattr(one, "kind", "") == "note"]
    assert any(one.data["text"] == "Mara was here." and one.by.name == "mara" for one in notes)
    assert not case.unsigned
    assert [card.dossier for card in cases.cards(embedded.keyring(COLLEAGUE), at=embedded.now)[0]] == [call.ref]


def test_two_offices_asked_have_their_own_stage_and_entries(embedded):
    call = embedded.call(HARBOUR, LIGHTHOUSE)
    cases.accept(call.refs[0], embedded.keyring(PROTECTION), at=embedded.now)
    assert card_of(embedded, call.refs[0]).is_case
    assert not card_of(embedded, call.refs[1], OTHER_OFFICE).is_case


# Opening


def test_the_first_opening_is_told_as_read_and_the_second_only_journalled(embedded):
    call = embedded.call()
    embedded.case(call.ref)
    assert card_of(embedded, call.ref).read == embedded.now
    count = Entry.objects.count(), CardNote.objects.count()
    embedded.case(call.ref, COLLEAGUE)
    assert (Entry.objects.count(), CardNote.objects.count()) == count
    assert embedded.events() == ["DossierOpened", "DossierOpened"]


def test_accepting_changes_the_stage_and_copies_nothing(embedded):
    call = embedded.call()
    embedded.case(call.ref)
    before = Entry.objects.count()
    cases.accept(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert Entry.objects.count() == before + 1
    assert embedded.case(call.ref).stage == "case"
    assert card_of(embedded, call.ref).stage == "case"


# Refusals


def answered(embedded, call):
    cases.answer(call.ref, "We call today.", embedded.keyring(PROTECTION), at=embedded.now)


def accepted(embedded, call):
    cases.accept(call.ref, embedded.keyring(PROTECTION), at=embedded.now)


def noted(embedded, call):
    cases.note(call.ref, "Ask the lawyer.", embedded.keyring(PROTECTION), at=embedded.now)


REFUSALS = {
    "an empty answer": (None, lambda e, ref, k: cases.answer(ref, " \n", k, at=e.now)),
    "the same answer again": (answered, lambda e, ref, k: cases.answer(ref, "We call today.", k, at=e.now)),
    "accepting a case": (accepted, lambda e, ref, k: cases.accept(ref, k, at=e.now)),
    "an empty note": (None, lambda e, ref, k: cases.note(ref, "", k, at=e.now)),
    "the same note again": (noted, lambda e, ref, k: cases.note(ref, "Ask the lawyer.", k, at=e.now)),
    "a second code": (None, give_code),
    "the name without a reason": (
        None,
        lambda e, ref, k: cases.reveal_identity(ref, "", k, has_proved=True, at=e.now),
    ),
}


@pytest.mark.parametrize(("first", "verb"), REFUSALS.values(), ids=list(REFUSALS))
def test_a_refusal_says_why_in_a_sentence_and_changes_nothing(embedded, first, verb):
    call = embedded.call(telling=a_telling(name="Teresa (invented)"))
    if first:
        first(embedded, call)
    before = embedded.dump()
    with pytest.raises(Refused) as refused:
        verb(embedded, call.ref, embedded.keyring(PROTECTION))
    assert str(refused.value).endswith(".") and ". " in str(refused.value)
    assert not any(name in str(refused.value) for name in ("Teresa", "mara", call.ref))
    assert embedded.dump() == before


def test_asking_for_the_name_without_proof_is_refused_and_only_the_journal_tells(embedded):
    call, mara = embedded.call(telling=a_telling(name="Teresa (invented)")), embedded.keyring(PROTECTION)
    before = embedded.dump()
    with pytest.raises(Refused) as refused:
        cases.reveal_identity(call.ref, "reach", mara, has_proved=False, at=embedded.now)
    assert str(refused.value) == "That passphrase did not match. Type your own passphrase again."
    line = embedded.journal()[-1]
    assert (line["event"], line["object"], line["member"], line["note"]) == (
        "RevealRefused",
        call.ref,
        mara.member,
        "reach",
    )
    assert rows_changed(before, embedded.dump()) == {"access_journalline": 1}


def test_a_code_without_an_own_word_is_refused(embedded):
    call = embedded.call(telling=a_telling(about="someone"), own_word="")
    before = embedded.dump()
    with pytest.raises(Refused):
        cases.give_code(call.ref, "  ", embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == before


# Names, files, codes


def test_the_name_is_in_no_entry_and_no_list_until_it_is_revealed_with_a_reason(embedded):
    call = embedded.call(telling=a_telling(name="Teresa (invented)"))
    mara = embedded.keyring(PROTECTION)
    case = embedded.case(call.ref)
    assert case.has_identity
    assert "Teresa" not in repr([getattr(one, "data", "") for one in case.entries])
    assert cases.reveal_identity(call.ref, "reach", mara, has_proved=True, at=embedded.now) == {"": "Teresa (invented)"}
    assert (embedded.journal()[-1]["event"], embedded.journal()[-1]["note"]) == ("IdentityRevealed", "reach")


def test_a_file_is_kept_whole_and_its_opening_is_in_the_journal(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    content = bytes(range(256)) * 1024
    cases.add_files(call.ref, (embedded.file(content, "list of names.pdf"),), mara, at=embedded.now)
    seq = embedded.case(call.ref, COLLEAGUE).files[0][0]
    file, chunks = cases.open_file(call.ref, seq, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert (b"".join(chunks), file.name, file.size) == (content, "list of names.pdf", len(content))
    assert embedded.journal()[-1] | {"at": ""} == {
        "v": 1,
        "event": "FileOpened",
        "object": call.ref,
        "member": embedded.keyring(COLLEAGUE).member,
        "post": embedded.keyring(COLLEAGUE).post,
        "at": "",
        "note": str(seq),
        "reach": "",
    }
    assert StoredFile.objects.get().dossier == call.ref
    assert b"list of names" not in embedded.bytes_on_disk() and content[:512] not in embedded.bytes_on_disk()


@pytest.mark.parametrize("seq", [0, 1, 99, 10**30])
def test_a_file_that_is_not_there_is_not_found(embedded, seq):
    call = embedded.call()
    before = embedded.dump()
    with pytest.raises(NotFound):
        cases.open_file(call.ref, seq, embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == before


def test_what_was_written_down_is_signed_by_the_member_and_opens_with_the_code_that_was_read_out(embedded):
    mara = embedded.keyring(PROTECTION)
    telling = a_telling(source="phone", happened="She called from the border.")
    ref, code = cases.take_down(telling, embedded.office(), mara, own_word="lantern", at=embedded.now)
    case = embedded.case(ref, COLLEAGUE)
    assert (case.story["source"], case.unsigned) == ("phone", frozenset())
    seen = returning.look(seeing(code, "lantern"))
    assert seen.is_open
    assert seen.offices[0].dossier.written("arrived")[0].data["staff_saw_code"] is True
    assert embedded.events()[0] == "RequestTakenDown"


def test_a_code_that_was_given_opens_the_messages_from_the_beginning(embedded):
    call, mara = embedded.call(telling=a_telling(about="someone"), own_word=""), embedded.keyring(PROTECTION)
    cases.answer(call.ref, "We know of it.", mara, at=embedded.now)
    code = cases.give_code(call.ref, "kingfisher", mara, at=embedded.now)
    seen = returning.look(seeing(code, "kingfisher"))
    assert [one.kind for one in seen.offices[0].dossier.written("answer")] == ["answer"]
    relay = returning.look(call.visit())
    assert relay.offices[0].progress and not relay.is_open


def seeing(code, own_word):
    return returning.Visit(code, "en", own_word)
