"""Each frequent task within its clicks, with script and without: a click is a press of a link, a button or a choice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from safeconduct.guidance.register import action_kinds
from tests.journeys.conftest import DESK, Instance, Officers
from tests.journeys.protecting import fill, plan_of
from tests.journeys.walking import OWN_WORD, come_back

TRIAGE_IN, DECISION_IN, FEEDBACK_IN, GUIDANCE_IN, HANDOVER_IN = 5, 8, 4, 3, 2
KIND = action_kinds()["DIP-01"]
QUIET = "raise_private_unnamed"


class Clicks:
    """Presses on one page, counted; typing is free."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, target: Locator) -> None:
        target.click()
        self.count += 1

    def button(self, name: str) -> None:
        self.press(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        self.press(self.page.get_by_role("link", name=name, exact=True))


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def desk_page(
    request: pytest.FixtureRequest, browser: Browser, instance: Instance, officer: Officers
) -> Iterator[Page]:
    """Today, as a signed-in officer sees it."""
    state = officer("mara").context.storage_state()
    context = browser.new_context(
        viewport=DESK,
        base_url=instance.address,
        locale="en",
        storage_state=state,
        java_script_enabled=request.param,
    )
    page = context.new_page()
    page.goto("/desk/")
    yield page
    context.close()


def open_case(clicks: Clicks, ref: str) -> None:
    clicks.press(clicks.page.locator(f"main a.codename[href*='{ref}']").first)


GUIDANCE = {
    "en": ("What to know before you ask", "What can a mission do for me?"),
    "ar": ("ما يفيد معرفته قبل الطلب", "ماذا يمكن لبعثة أن تفعل من أجلي؟"),
}


@pytest.mark.parametrize("language", GUIDANCE)
def test_what_a_mission_can_do_is_found_without_signing_in_or_script(plain_visitor: Page, language: str) -> None:
    plain_visitor.goto(f"/{language}/")
    clicks = Clicks(plain_visitor)
    for name in GUIDANCE[language]:
        clicks.link(name)
    expect(plain_visitor.get_by_role("heading", level=1)).to_have_text(GUIDANCE[language][-1])
    assert clicks.count <= GUIDANCE_IN
    assert plain_visitor.context.cookies() == []


def test_a_request_is_read_accepted_and_answered(instance: Instance, desk_page: Page, plain_visitor: Page) -> None:
    planted = instance.plant({"happened": "Now, at the gate.", "urgency": "now", "own_word": OWN_WORD})[0]
    desk_page.goto("/desk/")
    clicks = Clicks(desk_page)
    open_case(clicks, planted.refs[0])
    expect(desk_page.get_by_text("Now, at the gate.")).to_be_visible()
    clicks.button("Accept as a case")
    desk_page.get_by_label("To the defender").fill("We read it and call you at noon.")
    clicks.button("Send the answer")
    assert clicks.count <= TRIAGE_IN
    come_back(plain_visitor, planted.words, OWN_WORD)
    expect(plain_visitor.get_by_text("We read it and call you at noon.")).to_be_visible()


def test_a_decision_is_recorded_with_its_reasons(instance: Instance, desk_page: Page) -> None:
    planted = instance.plant(
        {"happened": "At the gate.", "urgency": "now", "own_word": OWN_WORD, "protect": {"allowed": [QUIET]}}
    )[0]
    desk_page.goto("/desk/cases/")
    clicks = Clicks(desk_page)
    open_case(clicks, planted.refs[0])
    clicks.link("Plan a step")
    clicks.press(desk_page.locator(f'input[name=kind][value="{KIND.id}"]'))
    clicks.button("Plan these steps")
    fill(desk_page, plan_of(KIND))
    clicks.press(desk_page.locator(f'select[name="{KIND.id}-consent_0"]'))
    desk_page.locator(f'select[name="{KIND.id}-consent_0"]').select_option(QUIET)
    clicks.press(desk_page.locator('input[name="decision-conflict"][value=none]'))
    clicks.button("Record the decision")
    assert clicks.count <= DECISION_IN
    expect(desk_page.get_by_role("link", name=KIND.name)).to_be_visible()


def test_the_defender_is_told_and_it_is_noted_that_it_reached_them(
    instance: Instance, desk_page: Page, plain_visitor: Page
) -> None:
    planted = instance.plant(
        {
            "happened": "At the gate.",
            "urgency": "now",
            "own_word": OWN_WORD,
            "protect": {"allowed": [QUIET], "step": [KIND.id, QUIET]},
        }
    )[0]
    desk_page.goto("/desk/cases/")
    clicks = Clicks(desk_page)
    open_case(clicks, planted.refs[0])
    clicks.link("Tell")
    clicks.button("Tell")
    come_back(plain_visitor, planted.words, OWN_WORD)
    expect(plain_visitor.get_by_text("Something was done for you.")).to_be_visible()
    clicks.button("It reached them")
    assert clicks.count <= FEEDBACK_IN
    expect(desk_page.get_by_text("Reached", exact=True)).to_be_visible()


def test_everything_that_hangs_on_a_post_is_handed_over(instance: Instance, desk_page: Page) -> None:
    """Whom and until when is said with the keyboard, as words are."""
    instance.let_in_a_head("Head of mission")
    planted = instance.plant({"happened": "At the gate.", "own_word": OWN_WORD, "protect": {"allowed": [QUIET]}})[0]
    desk_page.goto("/desk/")
    clicks = Clicks(desk_page)
    clicks.link("Handover")
    desk_page.get_by_label("Successor").select_option("Duty officer")
    desk_page.get_by_label("Head of the organisation").select_option("Head of mission")
    desk_page.get_by_label("Your last day in this post").fill("2099-01-01")
    clicks.button("Start handover")
    assert clicks.count <= HANDOVER_IN
    expect(desk_page.get_by_role("heading", level=1)).to_have_text("Handover from Human rights officer")
    expect(desk_page.locator(f"main a.codename[href*='{planted.refs[0]}']")).to_be_visible()
    expect(desk_page.get_by_text("Waits for Duty officer").first).to_be_visible()
