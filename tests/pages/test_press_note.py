"""The note for the press in the browser: begun from what is there, kept, taken out, and closed by a withdrawal at once."""

import re
from datetime import timedelta

import pytest

from safeconduct.cases.answering import Line
from safeconduct.cases.desk import consenting, telling_press
from safeconduct.cases.press_note import press_notes, taken_out
from safeconduct.coordination.desk import belonging, keeping_media
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.coordinating import a_group
from tests.desks.cases.test_consenting import heard
from tests.embedded import COLLEAGUE, PROTECTION
from tests.pages.page import sentences, text_of, typed_into
from tests.protecting import an_accepted_case, with_a_step
from tests.rules.coordination.test_media_contact import GAZETTE

pytestmark = pytest.mark.django_db(transaction=True)

SAID = "A journalist is held without a lawyer."
WORDS = {
    "outlet": GAZETTE.outlet,
    "language": "en",
    "says": SAID,
    "quote": "We ask that the person be free.",
    "quoted_as": "office",
    "post": "Human rights officer",
    "reach": "the switchboard",
    "text0": "The court’s list",
    "address0": "https://court.example/list",
    "on0": "2026-03-01",
}


@pytest.fixture
def call(embedded):
    """A case with a step with the media that was decided on more than a day ago, and a desk that is known."""
    group = a_group(embedded)
    keeping_media.note_media(group, GAZETTE, embedded.keyring(PROTECTION), at=embedded.now)
    made, _step = with_a_step(embedded, "media", "publish_named", kind="NGO-04", purpose="media", visibility="public")
    consenting.add_person(made.ref, "colleague", "driver", "Anton Quist", embedded.keyring(PROTECTION), at=embedded.now)
    embedded.clock.pass_by(timedelta(days=1, hours=1))
    return made


def address(call):
    return f"/desk/dossiers/{call.ref}/press/"


def post(embedded, call, go, **typed):
    fields = {f"note-{name}": value for name, value in {**WORDS, **typed}.items()}
    return embedded.staff(PROTECTION).post(address(call), {"go": go, **fields})


def newest(embedded, call):
    return press_notes(embedded.case(call.ref).written)[-1]


def take_out(embedded, call):
    return embedded.staff(PROTECTION).post(address(call), {"go": "out", "note": newest(embedded, call).ref})


def printed(page):
    """What is neither hidden in print nor a form: all of the page that can leave on paper."""
    sheet = page.partition('<div class="sheet one-sheet">')[2]
    return re.sub(r'<(section|div)[^>]*class="unprinted".*?</\1>', "", sheet, flags=re.DOTALL)


def said_no(embedded, call, purpose="media"):
    consenting.record_answer(call.ref, Line(purpose), heard("no"), embedded.keyring(PROTECTION), at=embedded.now)


def test_a_note_is_kept_then_taken_out_and_only_then_can_be_printed(embedded, call):
    assert post(embedded, call, "keep").status_code == 302
    page = text_of(embedded.staff(COLLEAGUE).get(address(call)))
    assert "Take it out of the house" in page and SAID not in printed(page) and "As text" not in page
    assert take_out(embedded, call).status_code == 302
    page = text_of(embedded.staff(COLLEAGUE).get(address(call)))
    for said in (SAID, "We ask that the person be free.", "Human rights officer, Harbour Desk", "court.example/list"):
        assert said in printed(page)
    assert "Please use what stands here" in printed(page) and "Left the house" in page
    assert '<div class="frame marking unprinted">' in page and "<title>Note</title>" in page
    assert {"PressNoteKept", "PressNoteTakenOut"} <= set(embedded.events())


def test_the_page_opens_a_group_once_and_for_its_desks_alone(embedded, call):
    keyring = embedded.keyring(PROTECTION)
    belonging.found("North", "region", keyring, at=embedded.now)
    opened = embedded.events().count("GroupOpened")
    assert [one.outlet for one in keeping_media.known_media(keyring, at=embedded.now)] == [GAZETTE.outlet]
    assert embedded.events().count("GroupOpened") == opened + 1


def test_what_is_held_back_stands_on_the_page_and_in_no_note(embedded, call):
    post(embedded, call, "keep")
    take_out(embedded, call)
    page = text_of(embedded.staff(PROTECTION).get(address(call)))
    assert "Any picture or recording of the person" in page and "Anything of “driver”" in page
    leaves = printed(page) + re.search(r'<pre class="copied".*?</pre>', page, re.DOTALL)[0]
    codename = embedded.case(call.ref).story["codename"]
    assert not any(word in leaves for word in ("picture", "closed doors", "family", "driver", codename, "Mara"))


def test_a_withdrawal_closes_the_note_at_once_and_says_that_it_is_known(embedded, call):
    post(embedded, call, "keep")
    take_out(embedded, call)
    said_no(embedded, call)
    page = text_of(embedded.staff(PROTECTION).get(address(call)))
    assert "The person said no to the media" in page and SAID not in printed(page) and "As text" not in page
    assert "Take it out of the house" not in page and GAZETTE.outlet in page
    assert "The person said no" in sentences(take_out(embedded, call))[0]
    consents = text_of(embedded.staff(PROTECTION).get(f"/desk/dossiers/{call.ref}/consent/"))
    assert f"A note for the press left the house, for {GAZETTE.outlet}." in consents


def test_a_named_person_s_withdrawal_closes_it_too(embedded, call):
    assert post(embedded, call, "keep", says="[name] is held.").status_code == 302
    take_out(embedded, call)
    said_no(embedded, call, "publish_named")
    page = text_of(embedded.staff(PROTECTION).get(address(call)))
    assert "[name] has not agreed to be named to the press." in page and "is held." not in printed(page)


def test_nothing_leaves_before_a_step_with_its_mitigation_is_decided_on(embedded):
    keeping_media.note_media(a_group(embedded), GAZETTE, embedded.keyring(PROTECTION), at=embedded.now)
    made = an_accepted_case(embedded, "media")
    assert post(embedded, made, "keep").status_code == 302
    page = text_of(embedded.staff(PROTECTION).get(address(made)))
    assert "so nothing stands against reprisals. Plan one first." in page and "Take it out of the house" not in page
    with pytest.raises(Refused, match="against reprisals"):
        note = newest(embedded, made).ref
        telling_press.take_out_press_note(made.ref, note, embedded.keyring(PROTECTION), at=embedded.now)
    assert taken_out(embedded.case(made.ref).written) == {} and "PressNoteTakenOut" not in embedded.events()


def test_a_name_that_came_later_keeps_the_note_inside(embedded, call):
    post(embedded, call, "keep", says="Ruta Blau is held.")
    consenting.add_person(call.ref, "colleague", "nurse", "Ruta Blau", embedded.keyring(PROTECTION), at=embedded.now)
    assert "holds a name of this file" in " ".join(sentences(take_out(embedded, call)))
    assert taken_out(embedded.case(call.ref).written) == {}


def test_an_older_note_does_not_leave(embedded, call):
    post(embedded, call, "keep")
    older = newest(embedded, call).ref
    post(embedded, call, "keep", says="He is still held.")
    with pytest.raises(Refused, match="kept anew"):
        telling_press.take_out_press_note(call.ref, older, embedded.keyring(PROTECTION), at=embedded.now)
    with pytest.raises(NotFound):
        telling_press.take_out_press_note(call.ref, "9f" * 16, embedded.keyring(PROTECTION), at=embedded.now)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"says": "Quist drove the car."}, "The note holds a name of this file."),
        ({"says": "[her brother] is held."}, "is nobody of this case."),
        ({"on0": ""}, "The day on which you saw it there"),
        ({"free_from_day": "2026-03-14"}, "When it may be used needs a day, an hour"),
        ({"outlet": ""}, "It is not said which newspaper"),
    ],
    ids=["a name", "nobody of this case", "no day", "half a moment", "no outlet"],
)
def test_what_may_not_be_kept_is_said_and_what_was_typed_stays(embedded, call, typed, says):
    response = post(embedded, call, "keep", **typed)
    assert response.status_code == 200 and any(says in one for one in sentences(response))
    assert typed_into(response, "note-quote") == WORDS["quote"]
    assert press_notes(embedded.case(call.ref).written) == ()


def test_a_note_is_read_line_by_line_before_it_is_kept(embedded, call):
    page = text_of(post(embedded, call, "read", says="[name] is held.\n[her brother] saw it in Upper Karsa."))
    found = [page.count(word) for word in ("Named with a yes", "Nobody is named", "Not so")]
    assert found == [1, 2, 1] and "[her brother] is nobody of this case." in page
    assert "<bdi>Upper Karsa</bdi>" in page


def test_it_begins_from_the_draft_and_from_what_is_public(embedded):
    call = an_accepted_case(embedded, "publish_named")
    mara, here = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/"
    assert address(call) in text_of(mara.get(here))
    closed = {f"draft-closed_{line}": "less" for line in ("term", "situation", "law", "case")}
    text = "We know of [name]. We ask that [name] be released now."
    mara.post(f"{here}statement/", {"draft-language": "en", "draft-text": text, **closed, "go": "keep"})
    sent = {"go": "publish", "published-on": "2026-03-04", "published-address": "https://mission.example/appeal"}
    mara.post(f"{here}statement/", sent)
    page = mara.get(address(call))
    assert typed_into(page, "note-says") == "We know of [name].\nWe ask that [name] be released now."
    assert typed_into(page, "note-quote") == "We ask that [name] be released now."
    assert typed_into(page, "note-address0") == "https://mission.example/appeal"
    assert "checked" in re.search(r'<input[^>]*name="note-names0"[^>]*>', text_of(page))[0]
