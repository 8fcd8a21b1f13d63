"""After court on a phone: the note within five minutes, with script and without, also when the line breaks under it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from safeconduct.cases.coded_list import coded_list
from tests.journeys.conftest import PHONE, Instance, Officers
from tests.journeys.line import Line
from tests.journeys.protecting import today
from tests.journeys.test_click_budgets import Clicks
from tests.journeys.test_line_cuts import try_again
from tests.journeys.test_looks import Gallery
from tests.journeys.walking import OWN_WORD

NOTE_IN_SECONDS = 5 * 60
READING, PRESSING, WORDS_A_MINUTE = 4, 1.5, 20
"""How long a person takes for a question and for a press, and how fast they type on a phone; all three on the slow side."""

SEEN = "The judge read the charge in ten minutes. The defence asked for two witnesses and was refused without a reason."
OURS = "Quiet until the appeal is in."
WITH = "Advocate Orla Venn; the mother."


@pytest.fixture
def line(instance: Instance) -> Iterator[Line]:
    line = Line(urlsplit(instance.address).port or 0)
    yield line
    line.close()


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def phone(request: pytest.FixtureRequest, browser: Browser, line: Line, officer: Officers) -> Iterator[Page]:
    """An officer's phone, on a line that can break."""
    context = browser.new_context(
        viewport=PHONE,
        base_url=line.address,
        locale="en",
        storage_state=officer("mara").context.storage_state(),
        java_script_enabled=request.param,
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def heard(instance: Instance) -> str:
    """The page of a case whose hearing was three hours ago."""
    planted = instance.plant(
        {
            "happened": "They took her to court.",
            "urgency": "now",
            "own_word": OWN_WORD,
            "protect": {"allowed": ["observe_trial"], "heard": {"court": "Second chamber", "hours_ago": 3}},
        }
    )[0]
    return f"/desk/dossiers/{planted.refs[0]}/"


def begin(phone: Page, case: str) -> Clicks:
    phone.goto(case)
    clicks = Clicks(phone)
    clicks.press(phone.locator("#hearings a.verb"))
    clicks.link("Write the note")
    return clicks


def answer_all(clicks: Clicks) -> None:
    phone = clicks.page
    clicks.press(phone.locator("input[name=what][value=observed]"))
    for number, row in enumerate(coded_list("fair_trial")):
        said = ("yes", "no", "not_seen")[number % 3]
        clicks.press(phone.locator(f"input[name=item_{row.value}][value={said}]"))
    clicks.press(phone.locator("input[name=incidents][value=defence_silenced]"))
    for part, words in {"public": SEEN, "own": OURS, "present": WITH}.items():
        phone.locator(f"textarea[name={part}]").fill(words)


def cable(phone: Page) -> str:
    return phone.get_by_label("Text to copy").input_value()


def test_a_note_with_the_whole_list_is_written_within_five_minutes_on_a_phone(phone: Page, heard: str) -> None:
    clicks = begin(phone, heard)
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.evaluate(wider) <= 0
    answer_all(clicks)
    clicks.button("Keep the note")
    expect(phone.get_by_role("heading", level=1)).to_have_text("After court")
    assert phone.evaluate(wider) <= 0
    words = len(" ".join((SEEN, OURS, WITH)).split())
    seconds = clicks.count * (READING + PRESSING) + words * 60 / WORDS_A_MINUTE
    assert seconds <= NOTE_IN_SECONDS, seconds
    assert SEEN in cable(phone) and OURS in cable(phone) and "Orla" not in cable(phone)


def test_nothing_on_these_pages_shuts_people_out(officer: Officers, heard: str) -> None:
    page, gallery = officer("mara"), Gallery("after court")
    page.goto(heard)
    page.locator("#hearings a.verb").click()
    page.get_by_role("link", name="Write the note", exact=True).click()
    gallery.look(page, "note")
    answer_all(Clicks(page))
    page.get_by_role("button", name="Keep the note", exact=True).click()
    gallery.look(page, "after")
    page.goto("/desk/figures/hearings/")
    gallery.look(page, "figures")
    assert gallery.faults == []


def test_an_observation_is_closed_with_both_decisions_on_the_same_phone(phone: Page, heard: str) -> None:
    clicks = begin(phone, heard)
    phone.locator("input[name=what][value=observed]").check()
    phone.locator("textarea[name=public]").fill(SEEN)
    clicks.button("Keep the note")
    phone.locator("input[name=message][value=no]").check()
    phone.locator("textarea[name=message_why]").fill("The lawyer asks for quiet.")
    clicks.button("Close the observation")
    expect(phone.get_by_text("Raising the profile: it is not decided").first).to_be_visible()
    expect(phone.locator("textarea[name=message_why]")).to_have_value("The lawyer asks for quiet.")
    phone.locator("input[name=profile][value=yes]").check()
    phone.locator("textarea[name=profile_why]").fill("Nobody looks yet.")
    phone.locator("input[name=follow_up]").fill("Speak of the witnesses in the dialogue.")
    phone.locator("input[name=due]").fill(today().isoformat())
    clicks.button("Close the observation")
    expect(phone.get_by_text("Yes. Nobody looks yet.", exact=True)).to_be_visible()
    clicks.link("What follows stands with the duties")
    expect(phone.get_by_text("Speak of the witnesses in the dialogue.").first).to_be_visible()


@pytest.mark.parametrize("loses", ["request", "reply"])
def test_a_note_outlives_a_line_that_breaks_and_is_kept_once(phone: Page, heard: str, line: Line, loses: str) -> None:
    clicks = begin(phone, heard)
    answer_all(clicks)
    line.loses = loses
    clicks.button("Keep the note")
    phone.wait_for_url("chrome-error://**")
    line.loses = ""
    try_again(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("After court")
    assert SEEN in cable(phone)
    phone.goto(heard)
    phone.locator("#hearings a.verb").click()
    expect(phone.get_by_text("Observed.", exact=False)).to_have_count(1)
