"""A text that leaves is searched for the names of its file; a place that means something else is ticked, and stands in the file."""

import re

import pytest

from safeconduct.access.keyring import Keyring
from safeconduct.cases.capital import PARTS, capital_pages
from safeconduct.cases.casefile import names_of_persons
from safeconduct.cases.decision import decisions
from safeconduct.cases.desk import casework, consenting, deciding, opening
from safeconduct.cases.known_name import SOMETHING_ELSE
from safeconduct.dossiers.entry import NewEntry
from tests.builders import a_telling
from tests.embedded import PROTECTION
from tests.pages.page import sentences, text_of, typed_into
from tests.protecting import put
from tests.rules.cases.protecting import a_decision, a_risk, a_step

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = dict.fromkeys(PARTS, "A sentence of ours.")
HOPE = "We hope that the court sits soon."


@pytest.fixture
def page(embedded):
    """For the capital, in the case of Hope Roe (invented)."""
    call = embedded.call(telling=a_telling(name="Hope Roe", consents=("raise_private_unnamed",)))
    mara = embedded.keyring(PROTECTION)
    casework.accept(call.ref, mara, at=embedded.now)
    put(embedded, call.ref, NewEntry("decisions", "risk_assessed", a_risk().as_data()))
    deciding.decide(call.ref, a_decision(a_step("DIP-01", "raise_private_unnamed")), mara, at=embedded.now)
    (made,) = decisions(embedded.case(call.ref).written)
    return call, f"/desk/dossiers/{call.ref}/decisions/{made.ref}/capital/", made.ref


def keep(embedded, page, ticked=(), **typed):
    posted = {f"page-{name}": text for name, text in {**WORDS, **typed}.items()}
    return embedded.staff(PROTECTION).post(page[1], {"go": "keep", "page-not_a_name": list(ticked), **posted})


def ticks_in(response):
    return re.findall(r'name="[\w-]*not_a_name" value="([^"]+)"', text_of(response))


def unmarked(response):
    """Without the signs that keep directions of writing apart."""
    return text_of(response).replace("\u2068", "").replace("\u2069", "")


def kept(embedded, page):
    return [one.parts["asked"] for one in capital_pages(embedded.case(page[0].ref).written, page[2])]


def opened(embedded, page) -> opening.Opened:
    member: Keyring = embedded.keyring(PROTECTION)
    return opening.opened(page[0].ref, member)


def test_a_word_that_is_no_name_is_ticked_and_the_text_goes(embedded, page):
    response = keep(embedded, page, asked=HOPE)
    assert "holds a name of this file" in " ".join(sentences(response)) and kept(embedded, page) == []
    assert (
        "“hope” in “We hope that the court sits”" in unmarked(response) and typed_into(response, "page-asked") == HOPE
    )
    (place,) = ticks_in(response)
    assert keep(embedded, page, [place], asked=HOPE).status_code == 302
    assert kept(embedded, page) == [HOPE] and "PlacesPassed" in embedded.events()
    # It counts for the same words once more, and for no others.
    assert keep(embedded, page, asked=HOPE.replace("court", "jury")).status_code == 200
    assert keep(embedded, page, why_now=HOPE).status_code == 302
    assert keep(embedded, page, asked="Hope is in prison.").status_code == 200


def test_what_was_passed_lies_with_the_names_under_a_key_that_no_share_has(embedded, page):
    keep(embedded, page, ticks_in(keep(embedded, page, asked=HOPE)), asked=HOPE)
    one = opened(embedded, page)
    (said,) = one.signatures.believed(one.dossier, SOMETHING_ELSE)
    assert said.scope == "identity" and said.by.name and "hope" in said.data["places"][0]
    names = {entry.scope_ref for entry in one.signatures.believed(one.dossier, "identity")}
    assert said.scope_ref not in names and names_of_persons(one.dossier, one.signatures) == {"": "Hope Roe"}
    assert "we hope that" not in text_of(embedded.staff(PROTECTION).get(f"/desk/dossiers/{page[0].ref}/"))


def test_a_name_that_comes_later_asks_anew(embedded, page):
    place = ticks_in(keep(embedded, page, asked=HOPE))
    assert keep(embedded, page, place, asked=HOPE).status_code == 302
    mara = embedded.keyring(PROTECTION)
    consenting.add_person(page[0].ref, "relative", "sister", "Hope Lind", mara, at=embedded.now)
    response = keep(embedded, page, asked=HOPE)
    assert response.status_code == 200 and ticks_in(response) == place


@pytest.mark.parametrize("ticked", [" ", "a" * 700])
def test_a_tick_that_nobody_was_shown_is_refused_in_a_sentence(embedded, page, ticked):
    response = keep(embedded, page, [ticked], asked=HOPE)
    assert "It is not said which place means something else" in " ".join(sentences(response))
    assert kept(embedded, page) == [] and "PlacesPassed" not in embedded.events()


def test_every_form_whose_words_leave_offers_the_places(embedded, page):
    """The statement and the note for the press; source, lesson, court and mission have their own page tests."""
    mara, ref = embedded.staff(PROTECTION), page[0].ref
    draft = {"go": "keep", "draft-language": "en", "draft-text": f"{HOPE} [name] is free."}
    response = mara.post(f"/desk/dossiers/{ref}/statement/", draft)
    assert "holds a name of this file" in " ".join(sentences(response)) and ticks_in(response)
    again = mara.post(f"/desk/dossiers/{ref}/statement/", {**draft, "draft-not_a_name": ticks_in(response)})
    assert not ticks_in(again) and "holds a name of this file" not in text_of(again)
    note = {"go": "keep", "note-says": HOPE, "note-language": "en", "note-quoted_as": "office"}
    response = mara.post(f"/desk/dossiers/{ref}/press/", note)
    assert response.status_code == 200
