"""Somebody joins, reads a request, leaves, and reads nothing; the office goes on with a new key."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, BrowserContext, Page, expect

from safeconduct.access.totp import STEP, code_at
from tests.journeys.conftest import DESK, Instance, Officers
from tests.journeys.walking import NETWORK

STORY = "They asked for our lists at the harbour gate."


def invited(page: Page, instance: Instance, by: str) -> str:
    page.goto("/desk/people/invite/")
    page.get_by_label("Name to sign in with").fill("Noor")
    page.get_by_label("Post").select_option(label="Protection officer")
    page.get_by_label("Protection", exact=True).check()
    page.get_by_role("button", name="Make the invitation").click()
    expect(page.locator(".errors")).to_contain_text("Type your own passphrase again")
    expect(page.get_by_label("Name to sign in with")).to_have_value("Noor")
    page.get_by_label("Your passphrase, again").fill(instance.passphrase(by))
    page.get_by_role("button", name="Make the invitation").click()
    return words_on(page)


def words_on(page: Page) -> str:
    expect(page.locator("ol.words")).to_be_visible()
    return " ".join(page.locator("ol.words li").all_inner_texts())


def joined(page: Page, invitation: str) -> tuple[str, str, str]:
    """The passphrase and the key of the second factor, which nobody else saw, and the words of the new keys."""
    page.goto("/desk/join/")
    page.get_by_label("The words of your invitation").fill(invitation.replace(invitation.split()[0], "zebra", 1))
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".errors")).to_be_visible()
    page.get_by_label("The words of your invitation").fill(invitation)
    page.get_by_role("button", name="Go on").click()
    passphrase, secret = words_on(page), "".join(page.locator(".key").inner_text().split())
    expect(page.get_by_role("img", name="as a picture")).to_be_visible()
    page.get_by_role("button", name="I have both").click()
    page.get_by_label("Your passphrase").fill("not that one")
    page.get_by_label("Six digits").fill(code_at(secret, at=datetime.now(UTC)))
    page.get_by_role("button", name="Make my keys").click()
    expect(page.locator(".errors")).to_contain_text("not the passphrase that you were shown")
    page.get_by_label("Your passphrase").fill(passphrase)
    page.get_by_label("Six digits").fill(code_at(secret, at=datetime.now(UTC)))
    page.get_by_role("button", name="Make my keys").click()
    expect(page.get_by_role("heading", name="Your keys are made")).to_be_visible()
    return passphrase, secret, words_on(page)


def signed_in(context: BrowserContext, passphrase: str, secret: str) -> Page:
    page = context.new_page()
    page.goto("/desk/sign-in/")
    page.get_by_label("Name").fill("noor")
    page.get_by_label("Passphrase").fill(passphrase)
    # The digits of this half minute were typed back when joining.
    page.get_by_label("Six digits").fill(code_at(secret, at=datetime.now(UTC) + STEP))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile("/desk/$"))
    return page


def to_member(page: Page, name: str = "noor") -> None:
    page.goto("/desk/people/")
    page.locator("a.verb", has_text=name).click()


def certify(page: Page, instance: Instance, by: str, words: str) -> None:
    to_member(page)
    page.get_by_label("The eight words").fill(words)
    proof = page.locator("#certify").get_by_label("Your passphrase, again")
    if proof.count():
        proof.fill(instance.passphrase(by))
    page.get_by_role("button", name="Certify", exact=True).click()


def test_somebody_joins_reads_leaves_and_reads_nothing(browser: Browser, instance: Instance, officer: Officers) -> None:
    planted = instance.plant({"offices": [NETWORK], "happened": STORY})[0]
    address = f"/desk/dossiers/{planted.refs[0]}/"
    luka, nadia, amal = officer("luka"), officer("nadia"), officer("amal")
    own = browser.new_context(viewport=DESK, base_url=instance.address, locale="en", java_script_enabled=False)

    invitation = invited(luka, instance, "luka")
    passphrase, secret, words = joined(own.new_page(), invitation)
    noor = signed_in(own, passphrase, secret)
    assert words_on(noor) == words, "the first page reads the same words out"
    assert noor.request.get(address).status == 404

    certify(luka, instance, "luka", "abandon " * 8)
    expect(luka.locator(".errors")).to_contain_text("not the words of the keys")
    certify(luka, instance, "luka", words)
    expect(luka.get_by_text("Waits for one more")).to_be_visible()
    certify(nadia, instance, "nadia", words)
    expect(nadia.locator(".state.done").first).to_contain_text("Until")
    assert noor.request.get(address).status == 404, "certified, but nobody has let them in"

    amal.goto("/desk/")
    amal.locator("li", has_text="noor waits to be let into Protection").locator("a.verb").click()
    amal.get_by_role("button", name="Let in").click()
    noor.goto(address)
    expect(noor.get_by_text(STORY)).to_be_visible()

    to_member(nadia)
    nadia.get_by_role("link", name="End this account").click()
    expect(nadia.locator("dl")).to_contain_text("dossiers, that came")
    nadia.get_by_role("button", name="End the account now").click()
    expect(nadia.locator(".state.ended")).to_contain_text("Left")
    noor.goto(address)
    expect(noor).to_have_url(re.compile("/desk/sign-in/$"))
    noor.get_by_label("Name").fill("noor")
    noor.get_by_label("Passphrase").fill(passphrase)
    noor.get_by_label("Six digits").fill(code_at(secret, at=datetime.now(UTC) + timedelta(seconds=30)))
    noor.get_by_role("button", name="Sign in").click()
    expect(noor.locator(".errors")).to_contain_text("do not fit together")

    amal.goto("/desk/")
    amal.locator("li", has_text="Protection needs a new key").locator("a.verb").click()
    amal.get_by_role("button", name="Make the new key").click()
    luka.goto("/desk/people/")
    luka.get_by_role("button", name="Certify the key").click()
    expect(luka.locator("#compartments")).to_contain_text("Key 2")
    amal.reload()
    amal.get_by_role("button", name="Wrap them anew").click()
    expect(amal.get_by_role("status")).to_contain_text("None is left")
    expect(amal.get_by_role("heading", name="Left: noor")).to_be_visible()
    amal.goto(address)
    expect(amal.get_by_text(STORY)).to_be_visible()
    own.close()
