"""Risk on the pages: the defender tells how they see it, the office assesses it, and both stand side by side."""

import re
from datetime import timedelta

import pytest

from safeconduct.intake.risk_view import ANSWERS
from safeconduct.sealing.code import new_code, written
from tests.builders import a_telling
from tests.embedded import COLLEAGUE, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into

DANGER = "/en/back/danger/"
TOLD = {"band": "raised", "worries": "The road to the mill.", "does": "", "helps": "", "worse": ""}
LATER = timedelta(minutes=5)
TYPED = {
    "threats-0-what": "Two men ask for her.",
    "threats-0-evidence": "Her brother saw them.",
    "threats-0-on": "2026-03-02",
    "vulnerabilities-0-what": "Takes the same road.",
    "vulnerabilities-0-evidence": "Said by herself.",
    "vulnerabilities-0-on": "2026-03-03",
    "capacities-0-what": "The committee walks with her.",
    "capacities-0-evidence": "Seen on our visit.",
    "capacities-0-on": "2026-03-01",
    "work": "Speaks in the market.",
    "home": "At the edge of the town.",
    "digital": "One phone.",
    "psychosocial": "Sleeps little.",
    "particular": "Asked: nothing.",
    "leverage": "The ministry reads about her.",
    "exposure": "Her picture stands in the paper.",
    "found_openly": "Asked: nothing found.",
    "claims-0-text": "Paid from abroad.",
    "claims-0-answer": "Her books are open.",
    "others-0-role": "family",
    "others-0-label": "the elder brother",
    "others-0-asked": "Whether quiet steps are right.",
    "others-0-said": "He agrees.",
    "band": "high",
    "because": "They came twice in a week.",
    "review_on": "2026-03-20",
}


def page_of(call):
    return f"/desk/dossiers/{call.ref}/risk/"


def assess(client, call, **changes):
    return client.post(page_of(call), {**TYPED, **changes})


@pytest.fixture
def call(embedded):
    return embedded.call()


def tell(embedded, call, own_word=None, **changes):
    return embedded.holder(call, own_word=own_word).post(DANGER, {**TOLD, **changes})


# The defender's part


def test_the_defender_tells_it_and_it_is_never_shown_back(embedded, call):
    defender = embedded.holder(call)
    response = defender.post(DANGER, TOLD)
    assert "It is on its way." in text_of(response) and "to the mill" not in text_of(response)
    assert "to the mill" not in text_of(defender.get(DANGER)) and "to the mill" not in text_of(
        defender.get("/en/back/")
    )
    assert "You left this on" in text_of(defender.get(DANGER))


def test_the_office_reads_it_in_their_words(embedded, call):
    tell(embedded, call)
    page = text_of(embedded.staff(PROTECTION).get(page_of(call)))
    assert "The road to the mill." in page and "Something could happen. I am careful." in page
    assert "They see it so" in page


def test_an_answer_is_corrected_and_the_others_stay(embedded, call):
    tell(embedded, call)
    embedded.clock.pass_by(LATER)
    tell(embedded, call, band="", worries="The court.")
    page = text_of(embedded.staff(PROTECTION).get(page_of(call)))
    assert "The court." in page and "The road to the mill." not in page
    assert "Something could happen. I am careful." in page


def test_what_comes_with_the_code_alone_stands_beside_and_never_for_the_defender(embedded, call):
    tell(embedded, call)
    tell(embedded, call, own_word="", band="low", worries="Nothing at all.")
    page = text_of(embedded.staff(PROTECTION).get(page_of(call)))
    assert page.index("They see it so") < page.index("The road to the mill.")
    assert page.index("Written with the code alone") < page.index("Nothing at all.")


def test_a_relay_tells_it_with_the_code_that_shows_only_the_steps(embedded):
    call = embedded.call(telling=a_telling(about="someone"), own_word="")
    response = embedded.holder(call, own_word="").post(DANGER, TOLD)
    assert "It is on its way." in text_of(response)
    assert "Through the relay" in text_of(embedded.staff(PROTECTION).get(page_of(call)))


def test_a_wrong_code_is_told_the_same(embedded):
    call = embedded.call()
    client = embedded.visitor()
    client.post("/en/back/", {"words": " ".join(written(new_code(), "en"))})
    wrong = client.post(DANGER, TOLD)
    right = embedded.holder(call, own_word="").post(DANGER, TOLD)
    cleaned = [re.sub(r'value="[^"]{20,}"', "", text_of(one)) for one in (wrong, right)]
    assert cleaned[0] == cleaned[1]


def test_a_form_sent_twice_after_a_lost_reply_counts_once(embedded, call):
    defender = embedded.holder(call)
    once = typed_into(defender.get(DANGER), "once")
    for _ in range(2):
        assert "It is on its way." in text_of(defender.post(DANGER, {**TOLD, "once": once}))
    assert len([entry for entry in embedded.case(call.ref).written if entry.kind == "risk_view"]) == 1


def test_an_empty_form_says_what_to_do_and_too_long_a_text_comes_back(embedded, call):
    defender = embedded.holder(call)
    assert sentences(defender.post(DANGER, {})) == [
        "Nothing is chosen or written yet. Fill in at least one of these five.",
        "Everything you wrote is still here.",
    ]
    long = "x" * 50_001
    assert typed_into(defender.post(DANGER, {**TOLD, "worse": long}), "worse") == long
    assert not any(entry.kind == "risk_view" for entry in embedded.case(call.ref).written)


def test_danger_at_any_moment_reaches_the_office_as_urgent(embedded, call):
    tell(embedded, call, band="immediate")
    assert "danger now" in text_of(embedded.staff(PROTECTION).get("/desk/"))


@pytest.mark.parametrize("language", ["fr", "es", "ar", "ru"])
def test_the_form_speaks_every_language(embedded, call, language):
    page = text_of(embedded.holder(call).get(f"/{language}/back/danger/"))
    english = "How dangerous", "careful", "What worries", "What would make", "Who or what helps", "Leave out"
    assert [words for words in english if words in page] == []


# The office's part


def test_an_officer_writes_down_what_the_defender_said(embedded, call):
    mara = embedded.staff(PROTECTION)
    told = {f"view-{name}": TOLD[name] for name in ANSWERS} | {"view-way": "call"}
    assert mara.post(f"{page_of(call)}view/", told).status_code == 302
    page = text_of(mara.get(page_of(call)))
    assert "The road to the mill." in page and "written down by Human rights officer" in page
    assert "RiskViewTakenDown" in embedded.events()


def test_an_assessment_stands_on_the_page_and_on_the_case(embedded, call):
    mara = embedded.staff(PROTECTION)
    assert assess(mara, call).status_code == 302
    for address in (page_of(call), f"/desk/dossiers/{call.ref}/"):
        page = text_of(embedded.staff(COLLEAGUE).get(address))
        assert '<li aria-current="true">High, now</li>' in page
        assert "They came twice in a week." in page
        assert "the elder brother (family; asked: Whether quiet steps are right; said: He agrees)" in page
        assert "Review by 20 March" in page
    assert "RiskAssessed" in embedded.events()


@pytest.mark.parametrize(
    "band, said",
    [
        pytest.param("raised", "They rate it lower than we do: raised.", id="lower"),
        pytest.param("severe", "They rate it higher than we do: severe.", id="higher"),
        pytest.param("high", "They rate it as we do.", id="alike"),
    ],
)
def test_a_different_view_is_said_and_both_are_kept(embedded, call, band, said):
    tell(embedded, call, band=band)
    mara = embedded.staff(PROTECTION)
    assess(mara, call)
    page = text_of(mara.get(f"/desk/dossiers/{call.ref}/"))
    assert said in page and '<li aria-current="true">High, now</li>' in page


@pytest.mark.parametrize(
    "changes, sentence",
    [
        pytest.param(
            {"others-0-role": "", "others-0-label": "", "others-0-asked": "", "others-0-said": ""},
            "It is not said who else may be harmed.",
            id="nobody asked about",
        ),
        pytest.param({"particular": ""}, "“asked: nothing” is an answer too.", id="a part of life not asked about"),
        pytest.param({"threats-0-evidence": ""}, "Nothing shows this yet.", id="a threat without evidence"),
        pytest.param({"exposure": ""}, "How being known endangers is empty.", id="profile only as help"),
        pytest.param({"review_on": "2026-03-03"}, "The review day is missing or in the past.", id="review yesterday"),
        pytest.param({"review_on": "2026-04-10"}, "That is too far for this band", id="review too late"),
        pytest.param({"review_on": ""}, "The review day is missing or in the past.", id="no review day"),
        pytest.param({"threats-0-on": "soon"}, "This is not a day.", id="a day that is none"),
        pytest.param({"band": ""}, "No band is chosen yet.", id="no band"),
        pytest.param({"because": "x" * 10_001}, "10000", id="too long"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(embedded, call, changes, sentence):
    response = assess(embedded.staff(PROTECTION), call, **changes)
    assert response.status_code == 200 and any(sentence in said for said in sentences(response))
    kept = {name: text for name, text in {**TYPED, **changes}.items() if name not in ("band", "others-0-role")}
    assert {name: typed_into(response, name) for name in kept} == kept
    assert not any(entry.kind == "risk_assessed" for entry in embedded.case(call.ref).written)


def test_all_gaps_are_said_at_once(embedded, call):
    response = embedded.staff(PROTECTION).post(page_of(call), {"review_on": "2026-03-20"})
    assert len(sentences(response)) == 15


def test_asked_none_is_an_answer(embedded, call):
    nobody = {"others-0-role": "", "others-0-label": "", "others-0-asked": "", "others-0-said": "", "asked_none": "on"}
    mara = embedded.staff(PROTECTION)
    assert assess(mara, call, **nobody).status_code == 302
    assert "asked: none." in text_of(mara.get(page_of(call)))


def test_more_rows_keep_what_was_typed_and_complain_of_nothing(embedded, call):
    response = embedded.staff(PROTECTION).post(page_of(call), {"threats-1-what": "A letter.", "go": "more"})
    assert sentences(response) == [] and typed_into(response, "threats-1-what") == "A letter."
    assert 'name="threats-3-what"' in text_of(response) and 'name="threats-4-what"' not in text_of(response)


def test_the_next_assessment_begins_from_the_last_and_the_last_is_kept(embedded, call):
    mara = embedded.staff(PROTECTION)
    assess(mara, call)
    begun = mara.get(page_of(call))
    assert typed_into(begun, "threats-0-evidence") == "Her brother saw them."
    assert typed_into(begun, "threats-0-on") == "2026-03-02"
    assert typed_into(begun, "review_on") == "" and typed_into(begun, "because") == ""
    embedded.clock.pass_by(LATER)
    assess(mara, call, band="severe", because="They came armed.", review_on="2026-03-10")
    page = text_of(mara.get(page_of(call)))
    assert "Severe, now" in page and "Earlier" in page and "They came twice in a week." in page


def test_a_review_day_that_passed_stands_on_today_until_it_is_looked_at_again(embedded, call):
    mara = embedded.staff(PROTECTION)
    assess(mara, call)
    assert "Risk to look at again" not in text_of(mara.get("/desk/"))
    embedded.clock.pass_by(timedelta(days=18))
    mara = embedded.staff(PROTECTION)
    today = text_of(mara.get("/desk/"))
    assert "Risk to look at again" in today and "2 days late" in today and page_of(call) in today
    page = text_of(mara.get(page_of(call)))
    assert "High, out of date" in page and "Review day passed" in page and "High, now" not in page
    assess(mara, call, review_on="2026-04-01")
    assert "Risk to look at again" not in text_of(mara.get("/desk/"))


def test_the_page_has_one_heading_and_names_the_way_back(embedded, call):
    response = embedded.staff(PROTECTION).get(page_of(call))
    assert heading(response) == "Risk" and f'href="/desk/dossiers/{call.ref}/"' in text_of(response)
