"""A compartment whose last member is gone is opened again: key, holders, rehearsal, ceremony, and a case is read."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Instance, Officers, started

STORY = "They wrote down who came to the meeting at the bridge."
COMPARTMENT = "Protection"
HOLDERS, NEEDED = ("luka", "nadia", "amal"), "2"


@pytest.fixture
def lonely(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance of its own: in the shared one nobody may lose a compartment."""
    running = started(tmp_path_factory.mktemp("lonely"), workers=1)
    yield running
    running.process.terminate()
    running.process.wait(timeout=20)


@pytest.fixture
def member(browser: Browser, lonely: Instance) -> Iterator[Officers]:
    members = Officers(browser, lonely)
    yield members
    members.close()


def press(page: Page, button: str, passphrase: str) -> None:
    """One verb of the page on lost compartments, with the passphrase where it is asked for."""
    form = page.locator("form", has=page.get_by_role("button", name=button, exact=True))
    again = form.get_by_label("Your passphrase, again")
    if again.count():
        again.fill(passphrase)
    form.get_by_role("button", name=button, exact=True).click()


def on_the_page(page: Page) -> Page:
    page.goto("/desk/recovery/")
    return page


def end_account(page: Page, name: str, passphrase: str, *, is_last: bool) -> None:
    page.goto("/desk/people/")
    page.locator("a.verb", has_text=name).click()
    page.get_by_role("link", name="End this account").click()
    if is_last:
        page.get_by_label("Also if nobody else holds").check()
    press(page, "End the account now", passphrase)
    expect(page.locator(".state.ended")).to_contain_text("Left")


def open_ceremony(page: Page, purpose: str, compartment: str, passphrase: str) -> None:
    page.get_by_label("What it is").select_option(purpose)
    page.get_by_label("Compartment").select_option(label=compartment)
    press(page, "Open it", passphrase)
    expect(page.get_by_role("button", name="Join the parts")).to_be_visible()


def test_a_lost_compartment_is_rehearsed_lost_recovered_and_read(lonely: Instance, member: Officers) -> None:
    planted = lonely.plant({"happened": STORY})[0]
    address = f"/desk/dossiers/{planted.refs[0]}/"
    ines, jonas, mara, vera = (on_the_page(member(name)) for name in ("ines", "jonas", "mara", "vera"))

    ines.get_by_label("Holders, one name on a line").fill("\n".join(HOLDERS))
    ines.get_by_label("How many of them are needed").select_option(NEEDED)
    press(ines, "Propose", lonely.passphrase("ines"))
    press(on_the_page(jonas), "Make the key and split it", lonely.passphrase("jonas"))
    press(on_the_page(ines), "Sign: these holders, this many needed", lonely.passphrase("ines"))
    mara.goto("/desk/")
    mara.locator("li", has_text="Nobody opens your compartment again").locator("a.verb").click()
    press(mara, "I know these holders: wrap my compartments to it", lonely.passphrase("mara"))

    open_ceremony(on_the_page(mara), "rehearsal", "None: it is a rehearsal", lonely.passphrase("mara"))
    for page, name in ((ines, "ines"), (jonas, "jonas")):
        press(on_the_page(page), "I have spoken to this person and agree", lonely.passphrase(name))
    luka, nadia = on_the_page(member("luka")), on_the_page(member("nadia"))
    press(luka, "Hand in my parts", lonely.passphrase("luka"))
    press(on_the_page(mara), "Join the parts", lonely.passphrase("mara"))
    expect(mara.locator(".errors")).to_contain_text("1 of 2 holders have handed in their parts")
    press(nadia, "Hand in my parts", lonely.passphrase("nadia"))
    press(on_the_page(mara), "Join the parts", lonely.passphrase("mara"))
    expect(mara.locator(".head")).to_contain_text("last rehearsed on")

    end_account(ines, "tomas", lonely.passphrase("ines"), is_last=False)
    end_account(ines, "mara", lonely.passphrase("ines"), is_last=True)
    assert vera.request.get(address).status == 404
    ines.goto("/desk/people/")
    ines.locator("a.verb", has_text="vera").click()
    ines.locator("#admit summary").click()
    ines.locator("#admit").get_by_label("Compartment").select_option(label=COMPARTMENT)
    press(ines, "Ask the holders to let them in", lonely.passphrase("ines"))

    open_ceremony(on_the_page(vera), "recovery", COMPARTMENT, lonely.passphrase("vera"))
    jonas.goto("/desk/")
    expect(jonas.locator("li", has_text="vera asks to hold “Protection”")).to_contain_text("else stop it")
    for page, name in ((ines, "ines"), (jonas, "jonas")):
        press(on_the_page(page), "I have spoken to this person and agree", lonely.passphrase(name))
    press(on_the_page(luka), "Hand in my parts", lonely.passphrase("luka"))
    expect(luka.locator(".errors")).to_contain_text("The waiting time has not passed")

    lonely.let_the_waiting_pass(timedelta(hours=24))
    for page, name in ((luka, "luka"), (nadia, "nadia")):
        press(on_the_page(page), "Hand in my parts", lonely.passphrase(name))
    assert vera.request.get(address).status == 404, "the parts are in, but nothing is joined"
    press(on_the_page(vera), "Join the parts", lonely.passphrase("vera"))
    expect(vera.locator(".state.ended").first).to_contain_text("Joined")
    vera.goto(address)
    expect(vera.get_by_text(STORY)).to_be_visible()
