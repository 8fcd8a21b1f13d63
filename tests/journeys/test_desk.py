"""The desk of an office: what is owed, who sees what, and every verb of casework once."""

import json
import re
import shutil
import warnings
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.conftest import Instance, Officers, Planted, dossiers_on, sign_in
from tests.journeys.walking import OWN_WORD, come_back

STORY = "Three men asked for me at the school gate."
LATE = "They came back at night."


@pytest.fixture(scope="module")
def planted(instance: Instance) -> Iterator[Planted]:
    """One request for all the tests here, in the order of a day at the office, beside one that is late."""
    yield instance.plant(
        {
            "happened": STORY,
            "urgency": "now",
            "needs": ["lawyer", "visit"],
            "country": "Velmora",
            "name": "Invented Person",
            "own_word": OWN_WORD,
        },
        {"happened": LATE, "urgency": "now", "hours_ago": 20},
    )[0]


def opened(page: Page, planted: Planted) -> Page:
    page.goto(f"/desk/dossiers/{planted.refs[0]}/")
    return page


def test_today_says_what_is_owed_danger_first_with_its_clock(officer: Officers, planted: Planted) -> None:
    page = officer("mara")
    expect(page.get_by_role("heading", name="New requests")).to_be_visible()
    row = page.locator("ul.rows li").filter(has=page.locator(f"a.codename[href*='{planted.refs[0]}']"))
    expect(row.locator(".state")).to_contain_text(re.compile(r"\d+ (min|h).* left"))
    said = page.locator("ul.rows").first.locator("li").all_inner_texts()
    nearness = [0 if "Code at risk" in text else 1 if "danger now" in text else 2 for text in said]
    assert nearness == sorted(nearness) and 1 in nearness, "danger stands first, but for a code that others may have"
    # Promised within a staffed hour and sent twenty hours ago: its clock has run out at any time of the day.
    expect(page.locator(".state.late").first).to_contain_text(re.compile("late$"))
    expect(page.locator("h1 + p")).to_contain_text("answers are owed")
    expect(page).to_have_title("Today · Safe Conduct")
    assert page.get_by_text("Invented Person").count() == 0
    assert page.get_by_text("school gate").count() == 0


def test_a_colleague_sees_it_and_nobody_else_learns_that_it_exists(officer: Officers, planted: Planted) -> None:
    colleague = officer("tomas")
    assert planted.refs[0] in dossiers_on(colleague)
    expect(opened(colleague, planted).get_by_text(STORY)).to_be_visible()

    for name in ("amal", "ines"):
        other = officer(name)
        assert planted.refs[0] not in dossiers_on(other)
        closed, made_up = (other.request.get(f"/desk/dossiers/{ref}/") for ref in (planted.refs[0], "0f" * 16))
        assert (closed.status, made_up.status) == (404, 404)
        assert closed.body() == made_up.body()
        assert _without_day(closed.headers) == _without_day(made_up.headers)
        other.goto(f"/desk/dossiers/{planted.refs[0]}/")
        expect(other.get_by_role("heading", name="There is no page here")).to_be_visible()


def _without_day(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "date"}


def test_an_answer_reaches_the_defender_and_a_note_does_not(
    officer: Officers, planted: Planted, plain_visitor: Page
) -> None:
    page = opened(officer("mara"), planted)
    page.get_by_role("button", name="Accept as a case").click()
    expect(page.locator(".tab b")).to_have_text("Case")
    expect(page.get_by_role("button", name="Accept as a case")).to_have_count(0)
    page.get_by_label("Note").fill("Called the lawyer at nine.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator(".entries")).to_contain_text("Called the lawyer at nine.")
    page.get_by_label("To the defender").fill("A lawyer comes to the school at noon.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("aside")).to_contain_text("Answered")
    entries = page.locator(".entries li")
    expect(entries.first).to_contain_text("Human rights officer (mara)")

    come_back(plain_visitor, planted.words, OWN_WORD)
    expect(plain_visitor.get_by_text("A lawyer comes to the school at noon.")).to_be_visible()
    expect(plain_visitor.get_by_text("Called the lawyer")).to_have_count(0)


def test_what_cannot_be_kept_gets_a_sentence_and_stays(officer: Officers, planted: Planted) -> None:
    page = opened(officer("mara"), planted)
    page.get_by_label("To the defender").fill("   ")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".errors")).to_be_visible()
    page.get_by_role("button", name="Add the files").click()
    expect(page.locator(".errors")).to_contain_text("No file is chosen yet")

    page.goto("/desk/write-down/")
    page.get_by_label("Danger").select_option("now")
    page.get_by_label("A word of the person").fill("lantern")
    page.get_by_role("button", name="Keep it and show the code").click()
    expect(page.locator(".errors")).to_contain_text("Type or paste what was said")
    expect(page.get_by_label("Danger")).to_have_value("now")
    expect(page.get_by_label("A word of the person")).to_have_value("lantern")


def test_a_file_stays_whole_and_its_cleaned_copy_tells_nothing(
    officer: Officers, planted: Planted, tmp_path: Path
) -> None:
    photo = tmp_path / "gate.jpg"
    tags = Image.Exif()
    tags[0x010F], tags[0x8769] = "Invented Camera", {0x9286: "Karsa, by the river"}
    Image.new("RGB", (64, 48), "grey").save(photo, exif=tags)
    assert b"Invented Camera" in photo.read_bytes()

    page = opened(officer("mara"), planted)
    page.locator("input[type=file]").set_input_files(photo)
    page.get_by_role("button", name="Add the files").click()
    row = page.locator("ul.rows li").filter(has_text="gate.jpg")
    expect(row).to_contain_text("Sealed")
    assert _saved(page, "Save the original") == photo.read_bytes()
    if not (shutil.which("mat2") and shutil.which("bwrap")):
        warnings.warn("mat2 or bwrap is missing: cleaned copies are NOT tested", stacklevel=1)
        pytest.skip("mat2 or bwrap is missing: cleaned copies are NOT tested")
    copy = _saved(page, "Save a cleaned copy")
    assert b"Invented Camera" not in copy
    assert dict(Image.open(BytesIO(copy)).getexif()) == {}
    page.reload()
    expect(row).to_contain_text("Copy ready")


def _saved(page: Page, link: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name=link).first.click()
    assert re.fullmatch(r"(original|file)-\d+\.jpg", download.value.suggested_filename)
    return download.value.path().read_bytes()


def test_a_name_opens_with_the_right_passphrase_and_a_reason(
    officer: Officers, instance: Instance, planted: Planted
) -> None:
    page = opened(officer("mara"), planted)
    identity = page.locator("#identity")
    assert "Invented Person" not in page.content()

    page.get_by_label("Why now").select_option("reach")
    page.get_by_label("Your passphrase, again").fill("not the one")
    page.get_by_role("button", name="Reveal for 5 minutes").click()
    expect(identity).to_contain_text("That passphrase did not match")
    expect(page.get_by_label("Why now")).to_have_value("reach")

    page.get_by_label("Your passphrase, again").fill(instance.passphrase("mara"))
    page.get_by_role("button", name="Reveal for 5 minutes").click()
    expect(identity).to_contain_text("Invented Person")
    page.get_by_role("button", name="Close now").click()
    expect(page.get_by_role("heading", name="Identity: sealed")).to_be_visible()
    assert "Invented Person" not in page.content()
    page.get_by_label("Why now").select_option("reach")
    page.get_by_role("button", name="Reveal for 5 minutes").click()
    expect(identity).to_contain_text("That passphrase did not match")


def test_an_import_of_public_appeals_shows_on_the_desk(officer: Officers, instance: Instance, tmp_path: Path) -> None:
    appeals = tmp_path / "texts.jsonl"
    texts = ("An appeal for an invented teacher.", "نداء من أجل معلّم لا وجود له.")
    lines = [{"id": f"appeal-{at}", "text": text, "language": "en"} for at, text in enumerate(texts)]
    appeals.write_text("\n".join([*(json.dumps(line) for line in lines), "{half a line"]), encoding="utf-8")
    before = set(dossiers_on(officer("amal")))
    said = instance.program("intake", "import", str(appeals), "--for", "night-desk-network")
    assert "2 new requests, 0 taken in before, 1 rejected" in said
    again = instance.program("intake", "import", str(appeals), "--for", "night-desk-network")
    assert "0 new requests, 2 taken in before, 1 rejected" in again

    page = officer("amal")
    expect(page.get_by_role("heading", name="Public appeals")).to_be_visible()
    new = set(dossiers_on(page)) - before
    assert len(new) == 2
    page.goto(f"/desk/dossiers/{new.pop()}/")
    expect(page.get_by_text(re.compile("|".join(texts)))).to_be_visible()
    expect(page.get_by_text("No consent has been given")).to_be_visible()


def test_lock_ends_the_session_in_every_browser(desk: BrowserContext, officer: Officers, instance: Instance) -> None:
    here, there = sign_in(desk, instance, "jonas"), officer("jonas")
    here.get_by_role("button", name="Lock").click()
    expect(here).to_have_url(re.compile("/desk/sign-in/$"))
    assert desk.cookies() == [] or {one["name"] for one in desk.cookies()} == {"__Host-form"}
    there.goto("/desk/cases/")
    expect(there).to_have_url(re.compile("/desk/sign-in/$"))


def test_a_wrong_sign_in_says_one_sentence_for_all(desk: BrowserContext, instance: Instance) -> None:
    page = desk.new_page()
    page.goto("/desk/")
    expect(page).to_have_url(re.compile("/desk/sign-in/$"))
    for name in ("nobody-of-that-name", "vera"):
        page.get_by_label("Name").fill(name)
        page.get_by_label("Passphrase").fill("not the passphrase")
        page.get_by_label("Six digits").fill("000000")
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator(".errors")).to_contain_text("do not fit together")
        expect(page.get_by_label("Name")).to_have_value(name)


def test_signing_in_opening_and_answering_need_no_mouse(desk: BrowserContext, instance: Instance) -> None:
    page = desk.new_page()
    page.goto("/desk/sign-in/")
    for label, typed in (
        ("Name", "amal"),
        ("Passphrase", instance.passphrase("amal")),
        ("Six digits", instance.digits("amal")),
    ):
        _tab_to(page, page.get_by_label(label))
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    most_urgent = page.get_by_role("link", name=re.compile("^Open the most urgent"))
    _tab_to(page, most_urgent)
    page.keyboard.press("Enter")
    to_answer = page.get_by_role("link", name="Answer", exact=True).first
    _tab_to(page, to_answer)
    page.keyboard.press("Enter")
    _tab_to(page, page.get_by_label("To the defender"))
    page.keyboard.type("We have read it.")
    _tab_to(page, page.get_by_role("button", name="Send the answer"))
    page.keyboard.press("Enter")
    expect(page.locator(".entries li").first).to_contain_text("We have read it.")


def _tab_to(page: Page, wanted: Locator) -> None:
    expect(wanted).to_be_visible()
    for _press in range(30):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {wanted}")
