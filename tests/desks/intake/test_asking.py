"""Sending: one dossier for each office behind one code, once however often Send is pressed, or nothing at all."""

import pytest

from safeconduct.dossiers.desk import reading
from safeconduct.dossiers.models import Dossier, StoredFile
from safeconduct.dossiers.sealed_file import chunks_of, sealed_file_from
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import asking, returning
from safeconduct.intake.draft import Draft
from safeconduct.intake.models import Box
from safeconduct.sealing.code import new_code
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.embedded import HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION, rows_changed

BOTH = (HARBOUR, LIGHTHOUSE)


def files_of(embedded, ref, name):
    dossier = reading.open_with_keyring(ref, embedded.keyring(name))
    return [sealed_file_from(entry.data) for entry in dossier.written("file")]


def content(embedded, file):
    return b"".join(chunks_of(embedded.files, file))


def test_two_offices_have_a_dossier_each_behind_one_code(embedded):
    call = embedded.call(*BOTH)
    assert Dossier.objects.count() == 2 and Box.objects.count() == 1
    seen = returning.look(call.visit())
    assert {office.ref for office in seen.offices} == set(call.refs)
    assert all(office.dossier and office.progress for office in seen.offices)


def test_neither_office_can_open_the_other_s_dossier(embedded):
    call = embedded.call(*BOTH)
    for name, ref in ((PROTECTION, call.refs[1]), (OTHER_OFFICE, call.refs[0])):
        with pytest.raises(NotFound):
            reading.open_with_keyring(ref, embedded.keyring(name))


def test_each_office_has_a_copy_of_its_own_that_nothing_ties_to_the_other(embedded):
    file = embedded.file(b"the mill at night")
    call = embedded.call(*BOTH, telling=a_telling(files=(file,)))
    first = files_of(embedded, call.refs[0], PROTECTION)[0]
    second = files_of(embedded, call.refs[1], OTHER_OFFICE)[0]
    assert first.ref != second.ref
    assert content(embedded, first) == content(embedded, second) == b"the mill at night"
    assert dict(StoredFile.objects.values_list("ref", "dossier")) == {first.ref: call.refs[0], second.ref: call.refs[1]}
    paths = list(embedded.files.glob("??/*"))
    assert len({path.stat().st_ino for path in paths}) == len({path.read_bytes() for path in paths}) == 2
    assert first.key != second.key


def test_a_relay_gets_a_code_that_shows_how_far_things_are_and_no_word_of_the_story(embedded):
    call = embedded.call(telling=a_telling(about="someone"), own_word="")
    seen = returning.look(call.visit())
    assert [bool(office.progress) for office in seen.offices] == [True]
    assert not seen.is_open


def test_a_person_who_does_not_know_is_kept_by_one_office_and_may_consent_to_nothing(embedded):
    before = embedded.dump()
    for offices, consents in ((BOTH, ()), ((HARBOUR,), ("observe_trial",))):
        with pytest.raises(Refused):
            embedded.call(*offices, telling=a_telling(about="unaware", consents=consents), own_word="")
    assert embedded.dump() == before
    assert embedded.call(telling=a_telling(about="unaware"), own_word="").ref


REFUSED = {
    "nothing written": (BOTH, {"happened": " "}),
    "no office": ((), {}),
    "not aware, two offices": (BOTH, {"about": "unaware"}),
    "not aware, with consents": ((HARBOUR,), {"about": "unaware", "consents": ("publish_named",)}),
}


@pytest.mark.parametrize(("slugs", "changes"), REFUSED.values(), ids=list(REFUSED))
def test_a_refusal_changes_nothing(embedded, slugs, changes):
    before, files = embedded.dump(), embedded.file()
    telling = a_telling(**{"files": (files,) if changes.get("happened") != " " else (), **changes})
    with pytest.raises(Refused):
        asking.send(
            telling, tuple(embedded.office(slug) for slug in slugs), Holder(new_code(), "lantern"), at=embedded.now
        )
    assert embedded.dump() == before


def test_more_than_three_offices_are_refused(embedded):
    with pytest.raises(Refused):
        asking.send(a_telling(), (embedded.office(),) * 4, Holder(new_code(), "lantern"), at=embedded.now)


def send(embedded, token, draft, holder):
    offices = (embedded.office(),)
    return asking.send_draft(token, draft, a_telling(), offices, holder, {"sign": ["a", "b"]}, at=embedded.now)


def test_sending_twice_counts_once_and_gives_the_same_receipt(embedded):
    draft, holder = Draft(embedded.now, {"happened": "canary-draft"}), Holder(new_code(), "lantern")
    token = asking.begin_draft(draft)
    first, before = send(embedded, token, draft, holder), embedded.dump()
    again = send(embedded, token, draft, holder)
    assert again == first
    assert embedded.dump() == before
    assert Dossier.objects.count() == 1


def test_after_sending_the_draft_holds_only_the_receipt(embedded):
    draft = Draft(embedded.now, {"happened": "canary-draft"}, code="00" * 16, form="en")
    token = asking.begin_draft(draft)
    send(embedded, token, draft, Holder(new_code(), "lantern"))
    kept = asking.open_draft(token, at=embedded.now)
    assert (kept.answers, kept.code, kept.files) == ({}, "", ())
    assert kept.sent["promises"][0][0] == "Harbour Desk"


def test_a_refused_draft_is_still_there(embedded):
    draft = Draft(embedded.now, {"about": "unaware", "happened": "canary-draft"})
    token = asking.begin_draft(draft)
    before = embedded.dump()
    with pytest.raises(Refused):
        asking.send_draft(
            token, draft, a_telling(happened=""), (embedded.office(),), Holder(new_code()), {}, at=embedded.now
        )
    assert embedded.dump() == before
    assert asking.open_draft(token, at=embedded.now) == draft


def test_a_failure_in_the_middle_of_two_offices_leaves_nothing(embedded, monkeypatch):
    before, calls = embedded.dump(), []
    begin = asking.progressing.begin

    def fails_the_second_time(*given, **named):
        calls.append(given)
        if len(calls) == 2:
            raise OSError("the disk is full")
        return begin(*given, **named)

    monkeypatch.setattr(asking.progressing, "begin", fails_the_second_time)
    with pytest.raises(OSError):
        embedded.call(*BOTH, telling=a_telling(files=(embedded.file(),)))
    assert len(calls) == 2
    assert rows_changed(before, embedded.dump()) == {}


def test_the_promise_is_the_office_s_own(embedded):
    receipt = asking.send(
        a_telling(urgency="now"),
        (embedded.office(), embedded.office(LIGHTHOUSE)),
        Holder(new_code(), "x"),
        at=embedded.now,
    )
    hours = {name: (moment - embedded.now).total_seconds() / 3600 for name, moment in receipt.promises}
    assert hours == {"Harbour Desk": 2, "Lighthouse Network": 48}
