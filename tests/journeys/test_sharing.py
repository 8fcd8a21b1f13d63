"""A share from the question to its end, as an officer, a defender without script, and a partner meet it."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Instance, Officers
from tests.journeys.walking import OWN_WORD, come_back

STORY = "They asked my neighbours for the key of my house."


def test_a_question_becomes_a_share_and_the_defender_ends_it(
    instance: Instance, officer: Officers, plain_visitor: Page
) -> None:
    planted = instance.plant({"happened": STORY, "name": "Invented Person", "own_word": OWN_WORD})[0]
    mara = officer("mara")
    mara.goto(f"/desk/dossiers/{planted.refs[0]}/")
    mara.get_by_role("link", name="Share, or ask for a yes").click()
    mara.get_by_label("What was told").check()
    mara.get_by_label("Last day of reading").fill((datetime.now(UTC).date() + timedelta(days=30)).isoformat())
    mara.get_by_role("button", name="Ask the person").click()
    expect(mara.get_by_text("Asked", exact=True)).to_be_visible()

    come_back(plain_visitor, planted.words, OWN_WORD)
    expect(plain_visitor.get_by_text("May Night Desk Network read this until")).to_be_visible()
    plain_visitor.get_by_role("button", name="Yes").click()
    expect(plain_visitor.get_by_text("You agreed")).to_be_visible()

    mara.goto("/desk/")
    expect(mara.get_by_role("heading", name="To be shared")).to_be_visible()
    mara.goto(f"/desk/dossiers/{planted.refs[0]}/share/")
    again = mara.get_by_label("Your passphrase, again").first
    if again.count():  # a proof stands for five minutes
        again.fill(instance.passphrase("mara"))
    mara.get_by_role("button", name="Share it now").click()
    expect(mara.get_by_text("Reads", exact=True)).to_be_visible()

    amal = officer("amal")
    amal.goto("/desk/")
    expect(amal.get_by_role("heading", name="Shared with us")).to_be_visible()
    expect(amal.locator(f'a[href*="{planted.refs[0]}"]').first).to_be_visible()
    amal.goto(f"/desk/shared/{planted.refs[0]}/")
    expect(amal.get_by_text(STORY)).to_be_visible()
    assert amal.get_by_text("Invented Person").count() == 0
    assert amal.request.get(f"/desk/dossiers/{planted.refs[0]}/").status == 404

    plain_visitor.goto("/en/back/who/")
    plain_visitor.get_by_role("button", name="Take it back").click()
    assert amal.request.get(f"/desk/shared/{planted.refs[0]}/").status == 404
    amal.goto("/desk/")
    # Others may still share something; of this dossier nothing is left on the page.
    assert amal.locator(f'a[href*="{planted.refs[0]}"]').count() == 0
    plain_visitor.goto("/en/back/")
    expect(plain_visitor.get_by_text("It may have copies.")).to_be_visible()
