"""Ten kinds of step of ten families, each from plan over refusal to the act, its duties and the word to the defender."""

import re

import pytest
from playwright.sync_api import Page, expect

from safeconduct.cases.duty import TELL
from safeconduct.guidance.register import action_kinds
from tests.journeys.conftest import Instance, Officers, Planted
from tests.journeys.protecting import fill, plan_of, purposes_of, today
from tests.journeys.walking import OWN_WORD, come_back
from tests.protecting import typed

KINDS = ("DIP-01", "PUB-01", "PRE-01", "EMG-03", "UN-01", "REG-01", "REG-06", "NGO-01", "CIT-01", "PRO-07")
CATALOGUE = action_kinds()
TOLD = "Something was done for you."


@pytest.fixture
def planted(instance: Instance, kind: str) -> tuple[Planted, Planted]:
    """A case whose defender allowed what the kind needs, and one whose defender was asked nothing."""
    happened = {"happened": "They came to the mill.", "own_word": OWN_WORD}
    allowed = {
        "allowed": [one for one in purposes_of(CATALOGUE[kind]) if one != "none"],
        # A public step would wait a day.
        "emergency": CATALOGUE[kind].visibility == ("public",),
    }
    case, asked_nothing = instance.plant({**happened, "protect": allowed}, {**happened, "protect": {}})
    return case, asked_nothing


def test_the_ten_are_of_ten_families() -> None:
    assert len({CATALOGUE[kind].family for kind in KINDS}) == len(KINDS) == 10


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_goes_from_plan_over_refusal_to_act_duties_and_word(
    officer: Officers, plain_visitor: Page, planted: tuple[Planted, Planted], kind: str
) -> None:
    defender, asked_nothing = planted
    page, case, about = officer("mara"), f"/desk/dossiers/{defender.refs[0]}/", CATALOGUE[kind]

    page.goto(f"/desk/dossiers/{asked_nothing.refs[0]}/decide/")
    expect(page.locator(f'input[name=kind][value="{kind}"]')).to_be_disabled()
    expect(page.locator(f"#why-{kind}")).to_contain_text("Nobody has asked about")

    page.goto(f"{case}decide/")
    page.locator(f'input[name=kind][value="{kind}"]').check()
    page.get_by_role("button", name="Plan these steps").click()
    expect(page.get_by_role("heading", name=about.name)).to_be_visible()
    fill(page, plan_of(about))
    page.get_by_label("None", exact=True).last.check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page).to_have_url(re.compile(f"{case}#plan$"))

    page.get_by_role("link", name=about.name).click()
    whole = typed(kind, on=today())
    whole.pop("go")
    met = whole["take-met"]
    fill(page, {**whole, "take-met": met[1:]})
    page.get_by_role("button", name="Record it", exact=True).click()
    expect(page.locator("#take .errors")).to_contain_text(
        f"Not yet met: “{met[0]}”. {about.preconditions[0].otherwise}"
    )

    # What was typed is still there: ticking what was missing is enough.
    fill(page, {"take-met": met[:1]})
    page.get_by_role("button", name="Record it", exact=True).click()
    expect(page.locator("#take")).to_have_count(0)
    for one in (*about.inputs[:1], *about.evidence[:1]):
        expect(page.locator("dt", has_text=one.label).first).to_be_visible()
    for says in (*(duty.says for duty in about.follow_up), TELL):
        expect(page.get_by_text(says, exact=True).first).to_be_visible()

    page.goto(f"{case}tell/")
    page.get_by_role("button", name="Tell", exact=True).click()
    come_back(plain_visitor, defender.words, OWN_WORD)
    expect(plain_visitor.get_by_text(TOLD)).to_be_visible()
    assert plain_visitor.get_by_text(about.name).count() == 0
