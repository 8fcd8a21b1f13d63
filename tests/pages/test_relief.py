"""Handing off a case without a reason, taking it over, and the warning before a telling that is hard to read."""

from tests import organising
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, PROTECTION
from tests.pages.page import sentences, text_of


def page_of(call, part=""):
    return f"/desk/dossiers/{call.ref}/{part}"


def test_a_case_is_handed_off_without_a_reason_and_somebody_else_takes_it(embedded):
    call = embedded.call()
    mara, tomas = embedded.staff(PROTECTION), embedded.staff(COLLEAGUE)
    mara.post(page_of(call, "accept/"))
    assert "Human rights officer." in text_of(tomas.get(page_of(call)))
    assert tomas.post(page_of(call, "relief/")).status_code == 409
    assert mara.post(page_of(call, "relief/")).status_code == 302
    assert "asks to be relieved" in text_of(tomas.get("/desk/"))
    assert "asks to be relieved" not in text_of(mara.get("/desk/"))
    assert "Keep it after all" in text_of(mara.get(page_of(call)))
    assert "Take it over" in text_of(tomas.get(page_of(call)))
    assert tomas.post(page_of(call, "take/")).status_code == 302
    assert "asks to be relieved" not in text_of(tomas.get("/desk/"))
    assert "Duty officer." in text_of(mara.get(page_of(call)))
    assert {"ReliefAsked", "DossierTaken"} <= set(embedded.events())
    assert tomas.post(page_of(call, "take/")).status_code == 409


def test_a_request_can_be_taken_before_it_is_decided(embedded):
    call = embedded.call()
    tomas = embedded.staff(COLLEAGUE)
    assert "No post holds it yet." in text_of(tomas.get(page_of(call)))
    assert tomas.post(page_of(call, "take/")).status_code == 302
    assert "Duty officer." in text_of(embedded.staff(PROTECTION).get(page_of(call)))


def test_what_the_post_of_somebody_who_left_holds_shows_until_another_takes_it_over(embedded):
    call = embedded.call()
    mara = embedded.staff(PROTECTION)
    embedded.staff(COLLEAGUE).post(page_of(call, "take/"))
    assert "Held by nobody" not in text_of(mara.get("/desk/"))
    organising.leave(embedded, COLLEAGUE, confirmed=True)
    page = text_of(mara.get("/desk/"))
    assert call.ref in page[page.index("Held by nobody") :]
    assert mara.post(page_of(call, "take/")).status_code == 302
    assert "Held by nobody" not in text_of(mara.get("/desk/"))


def test_a_hard_telling_is_folded_behind_its_warning_until_it_is_opened(embedded):
    call = embedded.call(telling=a_telling(happened="What they did to him."))
    client = embedded.staff(PROTECTION)
    plain = text_of(client.get(page_of(call)))
    assert "Warn others before they read it" in plain and "Hard to read" not in plain
    warned = {"kinds": ["torture", "children"]}
    assert client.post(page_of(call, "warning/"), warned).status_code == 302
    page = text_of(embedded.staff(COLLEAGUE).get(page_of(call)))
    fold = page[page.index("<details><summary>Hard to read: torture or beating; harm to children.") :]
    assert "What they did to him." in fold[: fold.index("</details>")]
    assert page.count("What they did to him.") == 1
    assert "stands already" in " ".join(sentences(client.post(page_of(call, "warning/"), warned)))
    assert "not on the list" in text_of(client.post(page_of(call, "warning/"), {"kinds": ["her name"]}))
    assert client.post(page_of(call, "warning/"), {}).status_code == 302
    assert "<summary>Hard to read" not in text_of(client.get(page_of(call)))
    assert "Hard to read" not in text_of(embedded.holder(call).get("/en/back/"))
