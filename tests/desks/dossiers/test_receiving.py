"""Receiving and appending: entries, keys, grants and the card's news go in together or not at all."""

import pytest

from safeconduct.dossiers.desk import ending, reading, writing
from safeconduct.dossiers.entry import EmptySlip
from safeconduct.dossiers.models import Dossier, Entry, Grant
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.vocabulary.refusal import NotFound
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, PROTECTION, rows_changed

CANARIES = {
    "happened": "canary-happened",
    "country": "canary-country",
    "place": "canary-place",
    "need_words": "canary-need",
    "name": "canary-name",
    "work": "canary-work",
    "address": "canary-address",
    "unsafe": "canary-unsafe",
}


def test_a_call_is_one_dossier_with_its_entries_keys_grants_and_one_note_for_the_card(embedded):
    before = embedded.dump()
    embedded.call(telling=a_telling(**CANARIES))
    assert rows_changed(before, embedded.dump()) == {
        "dossiers_dossier": 1,
        "dossiers_entry": 5,  # arrived, told, contact, consent, identity
        "dossiers_entrykey": 5,
        "dossiers_grant": 5,  # messages, story, contact and identity to the compartment; messages to the code
        "dossiers_cardnote": 1,
        "dossiers_cardnotekey": 1,
        "intake_box": 1,
        "intake_progress": 1,
    }


def test_nothing_that_was_told_is_on_the_disk_in_plain(embedded):
    call = embedded.call(telling=a_telling(**CANARIES), own_word="canary-own-word")
    stored = embedded.bytes_on_disk()
    assert call.ref.encode() in stored  # a clear column: the search is not blind
    assert b"canary" not in stored
    assert call.code.bits not in stored and call.code.bits.hex().encode() not in stored


def test_the_whole_is_readable_to_its_compartment_and_its_chain_holds(embedded):
    call = embedded.call(telling=a_telling(**CANARIES))
    dossier = reading.open_with_keyring(call.ref, embedded.keyring(PROTECTION))
    assert [(entry.seq, entry.scope, entry.kind) for entry in dossier.written()] == [
        (1, "messages", "arrived"),
        (2, "story", "told"),
        (3, "contact", "contact"),
        (4, "messages", "consent"),
        (5, "identity", "identity"),
    ]
    assert dossier.broken_at is None


def test_every_entry_is_signed_with_the_code_and_the_own_word(embedded):
    call = embedded.call()
    public = call.code.identity_with(call.own_word).public_sign
    dossier = reading.open_with_keyring(call.ref, embedded.keyring(COLLEAGUE))
    assert all(entry.signed_with(public) for entry in dossier.written())
    assert not any(entry.signed_with(call.code.identity().public_sign) for entry in dossier.written())


def test_the_defender_s_keys_open_the_messages_and_nothing_else(embedded):
    call = embedded.call(telling=a_telling(**CANARIES))
    seen = reading.open_with_code(call.ref, call.code.identity_with(call.own_word))
    assert {entry.scope for entry in seen.written()} == {"messages"}
    assert [one.seq for one in seen.entries if isinstance(one, EmptySlip)] == [2, 3, 5]
    assert reading.open_with_code(call.ref, call.code.identity()) is None


def test_what_is_added_without_the_scope_s_key_gets_a_fresh_one_for_the_compartment_only(embedded):
    call = embedded.call()
    before = embedded.dump()
    returning.write(call.visit(own_word=""), Word("They came back."), at=embedded.now)
    assert rows_changed(before, embedded.dump())["dossiers_grant"] == 1
    newest = Grant.objects.filter(dossier=call.ref).order_by("-pk").first()
    assert newest.compartment != ""
    dossier = reading.open_with_keyring(call.ref, embedded.keyring(PROTECTION))
    assert dossier.written("word")[0].data["text"] == "They came back."
    assert not reading.open_with_code(call.ref, call.code.identity_with(call.own_word)).written("word")


def test_nothing_is_added_to_a_dossier_that_was_erased(embedded):
    call = embedded.call()
    ending.end_reading(call.ref, at=embedded.now)
    before = embedded.dump()
    with pytest.raises(NotFound):
        writing.append(call.ref, (), {"stage": "case"}, held=(), by=None, at=embedded.now)
    assert embedded.dump() == before


@pytest.mark.as_owner
def test_an_entry_that_was_changed_moved_or_left_out_is_shown_as_a_break(embedded):
    call = embedded.call()
    keyring = embedded.keyring(PROTECTION)
    Entry.objects.filter(dossier=call.ref, seq=2).update(day="2026-01-01")
    assert reading.open_with_keyring(call.ref, keyring).broken_at == 2
    Entry.objects.filter(dossier=call.ref, seq=1).delete()
    assert reading.open_with_keyring(call.ref, keyring).broken_at == 1


def test_clear_columns_of_a_dossier_hold_days_and_full_hours_only(embedded):
    call = embedded.call()
    allowing.ask_for_erasure(call.visit(), at=embedded.now)
    row = Dossier.objects.get(ref=call.ref)
    assert row.opened_on == embedded.now.date()
    assert (row.erase_after.minute, row.erase_after.second, row.erase_after.microsecond) == (0, 0, 0)
