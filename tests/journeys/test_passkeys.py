"""A passkey in a real browser, with a device that the browser itself plays: added, used, refused after it is removed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import DESK, Instance, sign_in

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def member(desk: BrowserContext, instance: Instance) -> Iterator[Page]:
    """Signed in with digits, in a browser that has a device. Nothing may be said in its console."""
    page = sign_in(desk, instance, "tomas")
    said: list[str] = []
    # The browser says of every lock what it has cleared.
    page.on("console", lambda message: said.append(message.text) if "Clear-Site-Data" not in message.text else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    devices = desk.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    assert said == []


def with_a_passkey(page: Page, passphrase: str) -> None:
    page.goto("/desk/sign-in/")
    page.get_by_label("Name").fill("tomas")
    page.get_by_label("Passphrase").fill(passphrase)
    page.get_by_role("button", name="With a passkey instead of the digits").click()


def test_a_passkey_is_added_signs_in_and_is_removed(member: Page, instance: Instance) -> None:
    words = instance.passphrase("tomas")
    member.goto("/desk/account/passkeys/")
    expect(member.get_by_text("needs script")).to_be_hidden()
    member.get_by_label("A name for the device").fill("Blue key")
    member.get_by_label("Six digits from your authenticator").fill(instance.digits("tomas"))
    member.get_by_label("Your passphrase, again").fill(words)
    member.get_by_role("button", name="Ask the device").click()
    expect(member.get_by_role("status")).to_contain_text("The passkey counts from now on")

    member.get_by_role("button", name="Lock").click()
    with_a_passkey(member, "some other words")
    expect(member.locator(".errors")).to_contain_text("do not fit together")
    with_a_passkey(member, words)
    expect(member).to_have_url(re.compile("/desk/$"))

    member.goto("/desk/account/passkeys/")
    member.get_by_label("Your passphrase, again").last.fill(words)
    member.get_by_role("button", name="Remove Blue key").click()
    expect(member.get_by_role("status")).to_contain_text("The passkey counts no more")
    member.get_by_role("button", name="Lock").click()
    with_a_passkey(member, words)
    expect(member.locator(".errors")).to_contain_text("do not fit together")


def test_where_no_device_answers_the_page_says_so_and_sends_nothing(browser: Browser, instance: Instance) -> None:
    context = browser.new_context(viewport=DESK, base_url=instance.address, locale="en")
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    with_a_passkey(page, "some words")
    expect(page.get_by_role("alert")).to_have_text("No passkey answered. Try again, or type the digits.")
    expect(page).to_have_url(re.compile("/desk/sign-in/$"))
    context.close()


def test_without_script_the_page_is_as_it_was(browser: Browser, instance: Instance) -> None:
    context = browser.new_context(viewport=DESK, base_url=instance.address, locale="en", java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk/sign-in/")
    expect(page.get_by_role("button")).to_have_count(1)
    expect(page.locator("main")).not_to_contain_text("passkey", use_inner_text=True)
    context.close()
