"""Leaving in a hurry: whoever presses Back and sends again finds the first page, and nothing that was typed."""

from datetime import timedelta

import pytest

from safeconduct.dossiers.models import Dossier, StoredFile
from safeconduct.intake import draft
from safeconduct.intake.desk import asking
from safeconduct.intake.models import Draft
from safeconduct.jobs import sweeping
from tests.embedded import PROTECTION
from tests.pages.page import NAMES, STEPS, Form, heading, text_of, token_of
from tests.pages.test_uploads import photo

LEAVE, BACK = "/en/leave/", "/en/back/"
FIRST_PAGE = "Write to us"


def at_the_code(embedded):
    return Form(embedded.visitor()).start().up_to("code")


def left(form):
    token = token_of(form.response)
    return form.client.post(LEAVE, {"draft": token})


def test_leaving_goes_to_the_other_site_without_a_redirect_that_browsers_refuse(embedded, settings):
    response = left(at_the_code(embedded))
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Refresh"] == f"0; url={settings.SAFECONDUCT_LEAVE_TO}"
    assert response.headers["Clear-Site-Data"] == '"cookies", "storage", "cache"'


@pytest.mark.parametrize("step", ["start", *NAMES, "code"])
def test_every_step_sent_again_after_leaving_shows_the_first_page(embedded, step):
    form = at_the_code(embedded)
    token, again = token_of(form.response), form.keep() if step == "code" else STEPS.get(step, {"about": "me"})
    left(form)
    for go in ("next", "back", "another", "send", "other"):
        response = form.client.post("/en/", {"draft": token, "step": step, **again, "go": go})
        assert (heading(response), token_of(response)) == (FIRST_PAGE, "")
    assert not Dossier.objects.exists()


def test_the_receipt_of_what_was_sent_is_gone_too_and_nothing_is_sent_twice(embedded):
    form = at_the_code(embedded)
    token, kept = token_of(form.response), form.keep()
    form.post(**kept)
    left(form)
    response = form.client.post("/en/", {"draft": token, **kept})
    assert heading(response) == FIRST_PAGE
    assert Dossier.objects.count() == 1


def test_a_file_of_what_was_left_goes_with_the_next_sweep(embedded):
    form = Form(embedded.visitor()).start().up_to("files").answer("files", files=photo())
    sweeping.sweep(at=embedded.now)
    assert StoredFile.objects.count() == 1
    left(form)
    sweeping.sweep(at=embedded.now)
    assert StoredFile.objects.count() == 0


def test_a_pasted_text_sent_again_after_leaving_shows_the_first_page(embedded):
    client = embedded.visitor()
    page = client.get("/en/paste/")
    text = text_of(client.get("/en/form.txt")).replace("1. ", "1. They waited outside the mill. ", 1)
    pasted = {"draft": token_of(page), "step": "paste", "text": text}
    response = client.post("/en/paste/", pasted)
    assert token_of(response) == token_of(page)
    client.post(LEAVE, {"draft": token_of(response)})
    assert heading(client.post("/en/paste/", pasted)) == FIRST_PAGE


def test_a_text_pasted_twice_does_not_undo_what_was_answered_since(embedded):
    client = embedded.visitor()
    text = text_of(client.get("/en/form.txt"))
    pasted = {"draft": token_of(client.get("/en/paste/")), "step": "paste", "text": text}
    client.post("/en/paste/", pasted)
    answered = {"draft": pasted["draft"], "step": "happened", "go": "next", "happened": "They came back."}
    client.post("/en/paste/", answered)
    client.post("/en/paste/", pasted)
    response = client.post("/en/", {"draft": pasted["draft"], "step": "where", "go": "back"})
    assert "They came back." in text_of(response)


def test_a_box_is_closed_on_the_server_when_its_reader_leaves(embedded):
    call = embedded.call()
    client = embedded.holder(call)
    cookies = {name: one.value for name, one in client.cookies.items()}
    assert heading(client.get(BACK)) == "Your messages"
    client.get(LEAVE)
    for name, value in cookies.items():
        client.cookies[name] = value
    assert heading(client.get(BACK)) == "Come back"


def test_words_that_open_a_box_leave_no_page_to_be_asked_for_again(embedded):
    response = embedded.visitor().post(BACK, {"words": embedded.call().words})
    assert (response.status_code, response.content) == (302, b"")


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}], ids=repr
)
def test_another_site_can_neither_end_a_draft_nor_make_somebody_write_into_its_own(embedded, headers):
    form = at_the_code(embedded)
    form.client.post(LEAVE, {"draft": token_of(form.response)}, headers=headers)
    assert Draft.objects.count() == 1
    theirs = token_of(Form(embedded.visitor()).start().response)
    response = form.client.post("/en/", {"draft": theirs, "step": "start", "about": "me"}, headers=headers)
    assert token_of(response) not in ("", theirs)


def test_of_what_was_left_only_that_is_remembered_for_two_days(embedded):
    form = at_the_code(embedded)
    token = token_of(form.response)
    left(form)
    later = embedded.now + timedelta(hours=47)
    sweeping.sweep(at=later)
    assert asking.open_draft(token, at=later) == draft.Draft(embedded.now, left=True)
    sweeping.sweep(at=later + timedelta(hours=3))
    assert not Draft.objects.exists()


def test_an_officer_has_no_way_through_leaving(embedded):
    client = embedded.staff(PROTECTION)
    client.post(LEAVE, {"draft": ""})
    assert client.get("/desk/").status_code == 200
