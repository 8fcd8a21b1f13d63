"""Sending, stepping, leaving and taking in beside each other: one call for help, and no text that comes back."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from safeconduct.dossiers.models import Dossier, StoredFile
from safeconduct.dossiers.sealed_file import chunks_of
from safeconduct.intake.appeal import Appeal
from safeconduct.intake.desk import asking, importing, returning
from safeconduct.intake.visit import Visit
from safeconduct.jobs import sweeping
from safeconduct.sealing.code import read
from tests.at_rest.test_kills import breaks
from tests.builders import a_telling
from tests.embedded import HARBOUR
from tests.pages.page import Form, heading, text_of, token_of

pytestmark = pytest.mark.slow
ALL = {
    "step": "all",
    "about": "me",
    "happened": "They waited outside the mill.",
    "urgency": "days",
    "organisations": [HARBOUR],
}
ARRIVED = "It has arrived"


def at_the_code(race, **more):
    """A form with everything in it, on the page that shows the words."""
    form = Form(race.embedded.visitor())
    form.response = form.client.post("/en/", {**ALL, **more})
    assert form.words
    return form


def posting(race, form, **fields):
    data = {"draft": token_of(form.response), **fields}
    return lambda: race.embedded.visitor().post("/en/", data)


def sending(race, form):
    return posting(race, form, **form.keep())


def dossiers():
    return set(Dossier.objects.values_list("ref", flat=True))


def draft_of(race, form):
    return asking.open_draft(token_of(form.response), at=race.embedded.now)


def opens(words, own_word="kingfisher"):
    return returning.look(Visit(read(" ".join(words)).code, "en", own_word)).is_open


def test_one_draft_that_is_sent_twice_at_once_is_one_dossier_behind_one_code(race):
    for way in race.ways():
        form, before = at_the_code(race), dossiers()
        one, other = way(sending(race, form), sending(race, form))
        assert (heading(one.value), heading(other.value)) == (ARRIVED, ARRIVED)
        assert len(dossiers() - before) == 1
        assert opens(form.words)


def test_a_step_beside_send_never_brings_the_text_back(race):
    for way in race.ways():
        form, before = at_the_code(race), dossiers()
        sent, _ = way(sending(race, form), posting(race, form, step="you", go="next", name="N. (invented)"))
        assert heading(sent.value) == ARRIVED and len(dossiers() - before) == 1
        draft = draft_of(race, form)
        assert draft.is_over and draft.answers == {} and not draft.code


def test_leaving_beside_send_keeps_nothing_that_was_typed_and_sends_once_at_most(race):
    for way in race.ways():
        form, before = at_the_code(race), dossiers()
        token = token_of(form.response)
        sent, left = way(
            sending(race, form),
            lambda: race.embedded.visitor().post("/en/leave/", {"draft": token}),  # noqa: B023
        )
        assert left.value.status_code == 200
        draft = draft_of(race, form)
        assert draft.left and draft.answers == {} and not draft.code
        assert len(dossiers() - before) == int(heading(sent.value) == ARRIVED or opens(form.words))


def test_a_step_beside_leaving_keeps_nothing_that_was_typed(race):
    for way in race.ways():
        form = at_the_code(race)
        token = token_of(form.response)
        way(
            posting(race, form, step="you", go="next", name="N. (invented)"),
            lambda: race.embedded.visitor().post("/en/leave/", {"draft": token}),  # noqa: B023
        )
        draft = draft_of(race, form)
        assert draft.left and draft.answers == {} and not draft.code


def test_two_new_codes_at_once_leave_one_that_can_be_sent(race):
    for way in race.ways():
        form = at_the_code(race)
        pages = [one.value for one in way(*[posting(race, form, step="code", go="other") for _ in range(2)])]
        shown = [re.findall(r"<li><bdi>(.*?)</bdi>", text_of(page)) for page in pages]
        kept = draft_of(race, form).code
        assert kept in [read(" ".join(words)).code.bits.hex() for words in shown]


def test_new_words_beside_send_leave_the_words_that_were_sent_opening_what_was_sent(race):
    for way in race.ways():
        form, before = at_the_code(race), dossiers()
        sent, _ = way(sending(race, form), posting(race, form, step="code", go="other"))
        has_arrived = heading(sent.value) == ARRIVED
        assert len(dossiers() - before) == int(has_arrived)
        assert opens(form.words) == has_arrived


def test_a_file_that_is_removed_beside_send_is_whole_in_the_dossier_or_not_in_it(race):
    for way in race.ways():
        form, before = at_the_code(race, files=SimpleUploadedFile("photo.jpg", b"seen at the mill")), dossiers()
        ref = draft_of(race, form).files[0]["ref"]
        sent, _ = way(sending(race, form), posting(race, form, step="files", go="next", remove=ref))
        sweeping.sweep(at=race.embedded.now)
        assert heading(sent.value) == ARRIVED
        (dossier,) = dossiers() - before
        files = [file for _, file in race.embedded.case(dossier).files]
        assert [b"".join(chunks_of(race.embedded.files, file)) for file in files] == [b"seen at the mill"] * len(files)
        assert StoredFile.objects.filter(dossier=dossier).count() == len(files)


def test_a_sweep_beside_a_late_send_takes_no_file_that_was_sent(race):
    for way in race.ways():
        form, before = at_the_code(race, files=SimpleUploadedFile("photo.jpg", b"seen at the mill")), dossiers()
        race.embedded.clock.pass_by(timedelta(hours=1, minutes=59))
        sent, _ = way(sending(race, form), lambda: sweeping.sweep(at=race.embedded.now))
        assert heading(sent.value) == ARRIVED
        (dossier,) = dossiers() - before
        ((_, file),) = race.embedded.case(dossier).files
        assert b"".join(chunks_of(race.embedded.files, file)) == b"seen at the mill"
        assert StoredFile.objects.filter(dossier=dossier).count() == 1


def test_one_appeal_that_is_taken_in_twice_at_once_is_one_request(race):
    office = race.embedded.office()
    for number, way in enumerate(race.ways()):
        before = dossiers()
        appeal = Appeal(f"{number:064x}", a_telling(source="public"))
        taken = way(*[lambda: importing.take_in(appeal, office, at=race.embedded.now)] * 2)  # noqa: B023
        assert sorted(one.value for one in taken) == [False, True]
        assert len(dossiers() - before) == 1


def test_two_calls_at_once_are_two_dossiers_and_every_chain_holds(race):
    for way in race.ways():
        one, other, before = at_the_code(race), at_the_code(race), dossiers()
        way(sending(race, one), sending(race, other))
        assert len(dossiers() - before) == 2
        assert opens(one.words) and opens(other.words)
        assert breaks(race.embedded.folder / "safeconduct.sqlite3") == []
