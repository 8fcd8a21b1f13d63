"""Who fits a case, who nearly does and why not: from invented entries, and from the register itself."""

from dataclasses import replace
from datetime import date

import pytest

from safeconduct.guidance.match import GROUPS, CaseFacts, match
from safeconduct.guidance.mechanism import Answer, Area, Mechanism, Subject
from safeconduct.guidance.register import read_register
from safeconduct.guidance.source import Address

TODAY = date(2026, 11, 22)
A_FUND = Mechanism(
    id="a-fund", name="A fund", kind="fund", run_by="civil_society", arena="formal", opens="Money.",
    offers=("money", "lawyer"), actions=(), applicants=("person",), groups=(), takes_up=None, areas=(),
    countries=frozenset({"UG"}), place="stay", where="Uganda", exile="accepts", languages=("English",),
    how_to_ask="By form.", contact="", answer=Answer("Soon.", 48),
    limits="", excludes=(), pause="", design="", scope="", implementation="", effectiveness="", views=(),
    source=Address("https://fund.example/", "A fund"), stored_copy=False, page_dated="", verification="read",
    last_checked=TODAY,
)  # fmt: skip
FACTS = CaseFacts(stay="UG", nationality="UG", needs=("money",))


def matched(mechanism, facts):
    return match(facts, [mechanism], today=TODAY)


def test_what_fits_says_what_it_offers():
    found = matched(A_FUND, FACTS)
    assert [(fit.mechanism.id, fit.because, fit.why_not, fit.cautions) for fit in found.fits] == [
        ("a-fund", "It offers: money.", "", ())
    ]
    assert found.nearly == ()


@pytest.mark.parametrize(
    ("changed", "facts", "why_not"),
    [
        ({}, replace(FACTS, stay="KE"), "It helps people who stay in Uganda, not in Kenya."),
        ({}, replace(FACTS, stay=""), "It helps people who stay in Uganda, not in a country that was not told."),
        ({"place": "nationality"}, replace(FACTS, nationality="KE"), "It helps nationals of Uganda, not of Kenya."),
        ({"exile": "excludes"}, replace(FACTS, in_exile=True), "It does not help people who are already in exile."),
        ({"exile": "only"}, FACTS, "It is only for people who have already left their country."),
        ({"groups": ("journalists",)}, FACTS, "It is only for journalists."),
        ({"groups": ("women", "lgbti")}, FACTS, "It is only for women defenders or LGBTI people."),
        ({"applicants": ("organisation",)}, FACTS, "It takes no requests of a person for themselves."),
        ({"applicants": ("nominator",)}, FACTS, "Nobody can ask for themselves: somebody whom it knows has to propose them."),
        ({"pause": "Closed until June."}, FACTS, "It may take no requests at present. Closed until June."),
    ],
    ids=[
        "another country of stay", "no country told", "another nationality", "in exile", "not in exile", "another group",
        "two other groups", "organisations only", "on proposal only", "paused",
    ],
)  # fmt: skip
def test_one_thing_against_it_makes_it_nearly_fit_and_is_said(changed, facts, why_not):
    found = matched(replace(A_FUND, **changed), facts)
    assert found.fits == () and [fit.why_not for fit in found.nearly] == [why_not]


@pytest.mark.parametrize(
    ("changed", "facts"),
    [
        ({}, replace(FACTS, needs=("visa",))),
        ({}, replace(FACTS, needs=())),
        ({}, replace(FACTS, stay="KE", nationality="KE")),
        ({"groups": ("journalists",), "exile": "only"}, FACTS),
    ],
    ids=["nothing of what is asked", "nothing is asked", "neither country", "two things against it"],
)
def test_what_is_out_of_reach_is_not_shown(changed, facts):
    found = matched(replace(A_FUND, **changed), facts)
    assert (found.fits, found.nearly) == ((), ())


def test_either_country_is_enough_where_the_entry_says_so():
    assert matched(replace(A_FUND, place="either"), replace(FACTS, stay="KE")).fits
    assert matched(replace(A_FUND, countries=frozenset({"*"})), replace(FACTS, stay="KE", nationality="")).fits


def test_a_place_that_is_not_a_list_of_countries_is_left_to_the_reader():
    everywhere = replace(A_FUND, countries=frozenset({"*"}), where="every country")
    elsewhere = replace(everywhere, where="States that have ratified the Convention")
    assert matched(everywhere, FACTS).fits[0].cautions == ()
    assert matched(elsewhere, FACTS).fits[0].cautions == (
        "It is for States that have ratified the Convention: see whether that holds here.",
    )


def test_somebody_in_danger_now_is_told_when_no_answer_is_promised_in_time():
    now = replace(FACTS, urgency="now")
    slow, silent = replace(A_FUND, answer=Answer("In a week.", 168)), replace(A_FUND, answer=Answer())
    assert matched(A_FUND, now).fits[0].cautions == ()
    assert "longer than three days" in matched(slow, now).fits[0].cautions[0]
    assert "promises no time" in matched(silent, now).fits[0].cautions[0]
    assert matched(silent, FACTS).fits[0].cautions == ()


def test_what_was_done_is_looked_at_where_a_mandate_is_for_that_alone():
    mandate = replace(A_FUND, takes_up=Subject("torture", ("torture_ill_treatment", "solitary_confinement")))
    (fit,) = matched(mandate, replace(FACTS, acts=("threat", "solitary_confinement"))).fits
    assert (fit.because, fit.acts) == ("It offers: money. It takes up torture.", ("solitary_confinement",))
    other = matched(mandate, replace(FACTS, acts=("threat",)))
    assert other.fits == ()
    assert [one.why_not for one in other.nearly] == ["It takes up torture: nothing that was noted here is that."]
    (unsure,) = matched(mandate, FACTS).fits
    assert unsure.cautions == ("It takes up torture: see whether that was done here.",)
    assert matched(A_FUND, replace(FACTS, acts=("threat",))).fits[0].because == "It offers: money."


def test_every_doubt_about_an_entry_goes_with_it():
    doubted = replace(
        A_FUND, verification="unverified", stored_copy=True, last_checked=date(2026, 5, 1), exile="unknown",
        kind="state_mechanism", areas=(Area("the lakes", frozenset({"UG"}), "unverified"),),
    )  # fmt: skip
    said = " ".join(matched(doubted, replace(FACTS, in_exile=True)).fits[0].cautions)
    for part in (
        "Unverified",
        "stored copy",
        "Last checked on 2026-05-01. Confirm",
        "people in exile was not read",
        "belong to the lakes",
    ):
        assert part in said
    assert "ask the defender first whether the state may know" in said


def test_the_order_is_by_name_alone():
    names = ["Zinnia", "aster", "Briar"]
    found = match(FACTS, [replace(A_FUND, name=name) for name in names], today=TODAY)
    assert [fit.mechanism.name for fit in found.fits] == ["aster", "Briar", "Zinnia"]


# The register itself.


def names(fits):
    return {fit.mechanism.id for fit in fits}


def test_a_defender_in_exile_is_not_sent_to_a_fund_that_refuses_exile():
    facts = CaseFacts(stay="KE", nationality="ET", needs=("money", "resettlement"), in_exile=True)
    found = match(facts, read_register().mechanisms, today=TODAY)
    assert "front-line-grants" in names(found.nearly) and "front-line-grants" not in names(found.fits)
    assert "defenddefenders" in names(found.fits)


def test_a_woman_in_danger_in_uganda_finds_who_answers_in_days():
    facts = CaseFacts("UG", "UG", ("money", "safe_place"), groups=("women",), urgency="now")
    fits = {fit.mechanism.id: fit for fit in match(facts, read_register().mechanisms, today=TODAY).fits}
    assert {"uaf-africa", "uganda-coalition", "protectdefenders-hotline"} <= set(fits)
    assert not any("promises no time" in caution for caution in fits["uaf-africa"].cautions)


def test_a_state_mechanism_is_never_shown_without_its_caution():
    facts = CaseFacts("MX", "MX", ("protective_measures",))
    fits = {fit.mechanism.id: fit for fit in match(facts, read_register().mechanisms, today=TODAY).fits}
    assert any("ask the defender first" in caution for caution in fits["mexico-mechanism"].cautions)


def test_the_mandates_of_the_un_and_the_region_are_matched_to_a_case():
    facts = CaseFacts("HN", "HN", ("letter_to_government", "protective_measures"), groups=("journalists",))
    found = names(match(facts, read_register().mechanisms, today=TODAY).fits)
    assert {"un-rapporteur-defenders", "un-arbitrary-detention", "iachr-precautionary", "honduras-mechanism"} <= found
    assert not {"achpr-rapporteur", "aarhus-rapporteur", "mexico-mechanism"} & found


@pytest.mark.parametrize(
    ("stay", "acts", "groups", "takes_it_up", "does_not"),
    [
        ("EG", ("arbitrary_detention",), (), {"un-arbitrary-detention", "un-expression"}, {"un-disappearances", "un-torture"}),
        ("EG", ("enforced_disappearance",), (), {"un-disappearances", "un-committee-disappearances"}, {"un-executions"}),
        ("UG", ("ban_on_assembly",), (), {"un-assembly", "un-rapporteur-defenders"}, {"un-expression", "un-judges-lawyers"}),
        ("HN", ("denial_of_lawyer",), (), {"un-judges-lawyers"}, {"iachr-expression", "un-violence-women"}),
        ("UG", ("sexual_violence",), ("women",), {"un-violence-women"}, {"un-torture"}),
    ],
    ids=["held", "disappeared", "gathering forbidden", "no lawyer", "violence against a woman"],
)  # fmt: skip
def test_mandates_of_the_un_are_matched_by_what_was_done(stay, acts, groups, takes_it_up, does_not):
    facts = CaseFacts(stay, stay, ("letter_to_government",), groups=groups, acts=acts)
    found = names(match(facts, read_register().mechanisms, today=TODAY).fits)
    assert takes_it_up <= found and not does_not & found


def test_a_journalist_who_is_kept_from_speaking_finds_the_rapporteur_of_the_region():
    facts = CaseFacts("UG", "UG", ("public_word", "referral", "private_word"), ("journalists",), ("undue_restriction",))
    for stay, here, elsewhere in (
        ("UG", "achpr-expression", {"iachr-expression", "osce-media"}),
        ("HN", "iachr-expression", {"achpr-expression", "osce-media"}),
        ("RS", "osce-media", {"achpr-expression", "iachr-expression"}),
    ):
        found = names(match(replace(facts, stay=stay, nationality=stay), read_register().mechanisms, today=TODAY).fits)
        assert here in found and not elsewhere & found


def test_every_group_of_the_register_has_words():
    assert {group for one in read_register().mechanisms for group in one.groups} <= set(GROUPS)
