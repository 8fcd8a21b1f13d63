"""Like cases on the plan page, on a page of their own, and the list of differences without a reason."""

import pytest

from safeconduct.cases.decision import decisions
from safeconduct.cases.like_case import Profile
from safeconduct.web.staff.case import comparing
from safeconduct.web.staff.case.like_wording import closeness_in_words
from tests.desks.cases.test_comparing import a_threatened_case, decide
from tests.embedded import OTHER_COMPARTMENT, PROTECTION
from tests.pages.test_deciding import filled
from tests.rules.cases.protecting import a_step
from tests.rules.cases.test_like_case import a_profile

LIST = "/desk/cases/differences/"
STEP = "Raise the case in a closed-door meeting, in private"
FIELD = "Why this case is treated differently"


def address(call, part):
    return f"/desk/dossiers/{call.ref}/{part}"


def text_of(response):
    return response.content.decode()


def nothing(embedded, **changes):
    """To do nothing, filled in whole."""
    sent = {name: value for name, value in filled(embedded).items() if not name.startswith(("kind", "DIP"))}
    considered = {"consideration_0": "staff", "says_0": "Two are away.", "risk_0": "A raid.", "source_0": "The relay."}
    sent |= {f"decision-{name}": value for name, value in considered.items()} | {"decision-considered_0": "A call."}
    return {**sent, **changes}


@pytest.fixture
def mara(embedded):
    return embedded.staff(PROTECTION)


@pytest.fixture
def raised(embedded):
    call = a_threatened_case(embedded)
    decide(embedded, call, a_step(ref="5e" * 16))
    return call


@pytest.fixture
def other(embedded, raised):
    return a_threatened_case(embedded)


def test_the_plan_page_shows_what_was_done_in_like_cases_and_how_this_plan_differs(embedded, mara, raised, other):
    page = text_of(mara.post(address(other, "decide/"), {"go": "nothing"}))
    assert "One comparable case that this post may open." in page
    assert f'href="/desk/dossiers/{raised.ref}/"' in page and embedded.case(raised.ref).story["codename"] in page
    assert f"{STEP}, in the country: decided on the day of the request." in page
    assert (
        "Alike: kind of violation (threat); not yet confirmed; " in page and "country (Belarus); danger (high)" in page
    )
    assert "Decided there, not here" in page and FIELD in page
    same = text_of(mara.post(address(other, "decide/"), {"go": "plan", "kind": "DIP-01"}))
    assert "How this case differs" not in same


def test_without_like_cases_nothing_has_to_be_explained(embedded, mara):
    page = text_of(mara.post(address(a_threatened_case(embedded), "decide/"), {"go": "nothing"}))
    assert "Nothing has to be explained." in page and FIELD not in page


def test_a_plan_that_differs_asks_why_and_keeps_what_was_typed(embedded, mara, other):
    response = mara.post(address(other, "decide/"), nothing(embedded))
    assert "This plan differs from what was done in comparable cases." in text_of(response)
    assert "Two are away." in text_of(response) and decisions(embedded.case(other.ref).written) == ()
    reason = "Her sister is still inside."
    too_long = mara.post(address(other, "decide/"), nothing(embedded, **{"decision-unlike": reason + "x" * 50_001}))
    assert "Go to “Why this case is treated differently”" in text_of(too_long) and reason in text_of(too_long)
    assert mara.post(address(other, "decide/"), nothing(embedded, **{"decision-unlike": reason})).status_code == 302
    assert reason in text_of(mara.get(address(other, ""))) and reason in text_of(mara.get(address(other, "like/")))


def test_the_list_names_decided_cases_that_differ_until_somebody_says_why(embedded, mara, raised, other):
    assert "is treated like the comparable ones, or says why not." in text_of(mara.get(LIST))
    mara.post(address(other, "decide/"), nothing(embedded, **{"decision-unlike": "Her sister is still inside."}))
    codename = embedded.case(raised.ref).story["codename"]
    page = text_of(mara.get(LIST))
    assert codename in page and f"Decided here, not there: {STEP}." in page
    assert f"beside {embedded.case(other.ref).story['codename']}<" in page and page.count("No reason yet") == 1
    assert FIELD in text_of(mara.get(address(raised, "like/")))
    blank = text_of(mara.post(address(raised, "like/"), {"reason": " "}))
    assert "There is no reason yet." in blank
    assert mara.post(address(raised, "like/"), {"reason": "She asked us to."}).status_code == 302
    page = text_of(mara.get(address(raised, "like/")))
    assert "She asked us to." in page and FIELD not in page
    assert codename not in text_of(mara.get(LIST))


def test_a_long_list_goes_on_with_earlier_decisions(embedded, mara, raised, other, monkeypatch):
    monkeypatch.setattr(comparing, "DECISIONS", 1)
    mara.post(address(other, "decide/"), nothing(embedded, **{"decision-unlike": "Her sister is still inside."}))
    pages = [text_of(mara.get(LIST)), text_of(mara.get(f"{LIST}2/"))]
    assert f'href="{LIST}2/"' in pages[0] and "Earlier decisions" not in pages[1]
    assert "".join(pages).count("No reason yet") == 1
    assert "There is no decision before these." in text_of(mara.get(f"{LIST}3/"))


def test_the_list_says_when_there_is_nothing_to_compare(mara):
    assert "Once there are like cases, gaps stand here." in text_of(mara.get(LIST))
    assert f'href="{LIST}"' in text_of(mara.get("/desk/cases/"))


def test_the_list_shows_nothing_of_what_may_not_be_opened(embedded, mara, raised, other):
    mara.post(address(other, "decide/"), nothing(embedded, **{"decision-unlike": "Her sister is still inside."}))
    page = text_of(embedded.staff(OTHER_COMPARTMENT).get(LIST))
    assert "Nothing has been decided in a case that this post may open." in page


def test_what_makes_cases_comparable_can_be_read(embedded, mara, raised, other):
    page = text_of(mara.get(address(other, "like/")))
    assert "At least one kind was done to both." in page and "Has to be alike, or else: danger." in page
    assert "Nothing has been decided here yet." in page and FIELD not in page


def test_what_is_said_of_the_person_is_chosen_with_the_themes(embedded, mara, other):
    sent = {"themes": ["women"], "person": ["remote", "little_known"]}
    assert mara.post(address(other, "themes/"), sent).status_code == 302
    assert "Known to few beyond their own place; Rural, or far" in text_of(mara.get(address(other, "")))
    both = mara.post(address(other, "themes/"), {"person": ["widely_known", "little_known"]})
    assert "Choose one of the two, or neither." in text_of(both)


@pytest.mark.parametrize(
    ("changes", "alike", "differs"),
    [
        ({}, "groups (lawyer)", ""),
        ({"country": "UA"}, "danger (high)", "Different: country there: Ukraine."),
        (
            {"country": "", "danger": ""},
            "not yet confirmed",
            "country there: not known; danger there: not assessed, here:",
        ),
        ({"verified": True}, "country (Belarus)", "Different: confirmed there, not here."),
        ({"groups": frozenset({"women"})}, "", "groups there: women, here: lawyer."),
        ({"person": frozenset({"remote"})}, "", "the person there: rural, or far from where help is, here: not said."),
        (
            {"refused": frozenset({"raise_private_named"}), "agreed": frozenset()},
            "",
            "Different: refused there: authorities.",
        ),
        ({"violation": frozenset({"killing", "intimidation"})}, "", "Different: violation there: "),
    ],
)
def test_closeness_is_told_in_words(changes, alike, differs):
    told = closeness_in_words(a_profile(), a_profile(**changes))
    assert alike in told[0] and differs in told[1] and bool(told[1]) is bool(differs)
    assert not any(sign.isdigit() for sign in "".join(told))


def test_profiles_without_anything_are_told_too():
    bare = Profile(*(frozenset(), False, "", "", frozenset(), frozenset(), frozenset(), frozenset()))
    assert closeness_in_words(bare, bare)[1].startswith("Different: ")
