"""Every kind of page in light and dark, narrow and wide: nothing that shuts people out, and pictures to look at."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from safeconduct.sealing.code import new_code, written
from tests.journeys.conftest import DESK, PHONE, Instance, Officers, a_visitor
from tests.journeys.walking import (
    ANSWERS,
    OWN_WORD,
    STEPS,
    arrive,
    come_back,
    fill,
    jump,
    press,
    send,
    words_shown,
)

PICTURES = Path(__file__).parent / ".pictures"
VIEWS: tuple[tuple[str, Any, Any], ...] = (("narrow light", PHONE, "light"), ("wide dark", DESK, "dark"))
ALL_VIEWS: tuple[tuple[str, Any, Any], ...] = (*VIEWS, ("narrow dark", PHONE, "dark"), ("wide light", DESK, "light"))
FOUND = """options => axe.run(options).then(found => found.violations.map(
    one => `${one.id}: ${one.help}: ` + one.nodes.map(node => node.html.slice(0, 120)).slice(0, 3).join(" | ")))"""


@dataclass
class Gallery:
    """Looks at one page after the other, in two or all four ways."""

    prefix: str
    faults: list[str] = field(default_factory=list)

    def look(self, page: Page, name: str, views: tuple[tuple[str, Any, Any], ...] = VIEWS) -> None:
        PICTURES.mkdir(exist_ok=True)
        page.evaluate(Axe().axe_script)
        for view, size, scheme in views:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate(FOUND, {"resultTypes": ["violations"]})
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            found += [f"{wider} pixels too wide"] if wider > 0 else []
            self.faults += [f"{self.prefix} {name}, {view}: {fault}" for fault in found]
            if (view, size, scheme) == views[0] or len(views) > len(VIEWS):
                page.screenshot(path=PICTURES / f"{self.prefix} {name} {view}.png".replace(" ", "-"), full_page=True)


def without_policy(browser: Browser, instance: Instance) -> Page:
    """The page's own policy would keep the checker out."""
    return a_visitor(browser, instance.address, script=True, bypass_csp=True).new_page()


@pytest.fixture
def page(browser: Browser, instance: Instance) -> Iterator[Page]:
    page = without_policy(browser, instance)
    yield page
    page.context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_asking(language: str, page: Page, tmp_path: Path) -> None:
    gallery = Gallery(language)
    paper = tmp_path / "paper.txt"
    paper.write_text("A paper.", encoding="utf-8")
    page.goto(f"/{language}/")
    gallery.look(page, "start")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    gallery.look(page, "start opened")
    jump(page, "happened", language)
    for step, following in pairwise(STEPS):
        if step == "readers":
            press(page, "next")
            expect(page.locator(".errors")).to_be_visible()
            gallery.look(page, "readers wrong")
        fill(page, ANSWERS.get(step, {}))
        if step == "files":
            page.locator("input[type=file]").set_input_files(paper)
            press(page, "next")
            expect(page.locator("ul.list li")).to_have_count(1)
        gallery.look(page, step)
        press(page, "next")
        arrive(page, following)
    words = words_shown(page)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    gallery.look(page, "code")
    press(page, "send")
    expect(page.locator(".errors")).to_be_visible()
    gallery.look(page, "code wrong")
    send(page, words)
    gallery.look(page, "sent")
    for address in ("now", "paste"):
        page.goto(f"/{language}/{address}/")
        gallery.look(page, address)
    file = tmp_path / "form.html"
    file.write_bytes(page.request.get(f"/{language}/form.html").body())
    page.goto(file.as_uri())
    gallery.look(page, "saved form")
    assert not gallery.faults, "\n".join(gallery.faults)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru"])
def test_every_page_of_guidance(language: str, page: Page, tmp_path: Path) -> None:
    gallery = Gallery(f"{language} reading")
    for name in ("", "1/", "2/", "3/", "4/", "5/"):
        page.goto(f"/{language}/read/{name}")
        gallery.look(page, f"page {name}".replace("/", ""))
    page.locator("main form[role=search] input").fill("visa")
    page.locator("main form[role=search] button").click()
    gallery.look(page, "found")
    for name in ("1/", "2/"):
        page.goto(f"/{language}/read/{name}")
        choose(page, "Atlantys", "")
        expect(page.locator(".errors")).to_be_visible()
        gallery.look(page, f"page {name} wrong".replace("/", ""))
        choose(page, "Mexico", "Honduras")
        expect(page.locator(".errors")).to_have_count(0)
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        gallery.look(page, f"page {name} chosen".replace("/", ""))
    with page.expect_download() as download:
        page.locator("button[value=save]").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    page.goto(file.as_uri())
    expect(page.locator("h1")).to_be_visible()
    gallery.look(page, "saved")
    assert not gallery.faults, "\n".join(gallery.faults)


def choose(page: Page, stay: str, nationality: str) -> None:
    chooser = page.locator("details:has(button[value=show])")
    chooser.evaluate("one => one.open = true")
    chooser.locator("input[name=stay]").fill(stay)
    chooser.locator("input[name=nationality]").fill(nationality)
    chooser.locator("button[value=show]").click()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_of_coming_back(language: str, page: Page, instance: Instance) -> None:
    gallery = Gallery(language)
    request = {"happened": "They wait outside.", "own_word": OWN_WORD, "consents": ["observe_trial"]}
    late, one = instance.plant({**request, "hours_ago": 30}, request)
    page.goto(f"/{language}/back/")
    gallery.look(page, "back")
    page.locator("textarea").fill("kettel")
    page.locator("main form button.main").click()
    expect(page.locator(".errors")).to_be_visible()
    gallery.look(page, "back wrong")
    come_back(page, late.words, language=language)
    gallery.look(page, "progress late")
    come_back(page, list(written(new_code(), "en")), language=language)
    gallery.look(page, "progress empty")
    come_back(page, one.words, OWN_WORD, language=language)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    fill(page, {"message": "Are you there?"})
    press(page, "write")
    expect(page.locator("article")).to_have_count(1)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    gallery.look(page, "box")
    page.goto(f"/{language}/back/who/")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    gallery.look(page, "wishes")
    press(page, "contact")
    expect(page.locator(".errors")).to_be_visible()
    gallery.look(page, "wishes wrong")
    page.goto(f"/{language}/back/support/")
    page.locator("main form button.main").click()
    expect(page.locator(".errors")).to_be_visible()
    gallery.look(page, "support wrong")
    page.goto(f"/{language}/back/helped/")
    press(page, "where")
    press(page, "tell")
    expect(page.locator(".errors")).to_be_visible()
    gallery.look(page, "helped wrong")
    page.goto(f"/{language}/back/end/")
    gallery.look(page, "erase")
    press(page, "erase")
    expect(page.locator("section.warning")).to_be_visible()
    gallery.look(page, "box erased")
    assert not gallery.faults, "\n".join(gallery.faults)


def test_every_page_of_the_desk(officer: Officers, instance: Instance, browser: Browser, tmp_path: Path) -> None:
    gallery = Gallery("desk")
    door = without_policy(browser, instance)
    door.goto("/desk/sign-in/")
    gallery.look(door, "sign in")
    door.get_by_role("button", name="Sign in").click()
    gallery.look(door, "sign in wrong")
    door.context.close()

    one = instance.plant(
        {
            "happened": "They wait outside.",
            "name": "Invented Person",
            "own_word": OWN_WORD,
            "consents": ["observe_trial", "share_network"],
            "urgency": "now",
            "needs": ["lawyer", "visit"],
            "country": "Velmora",
        }
    )[0]
    paper = tmp_path / "paper.txt"
    paper.write_text("A paper.", encoding="utf-8")
    desk = officer("mara")
    gallery.look(desk, "today", ALL_VIEWS)
    desk.goto("/desk/cases/")
    gallery.look(desk, "cases")
    desk.get_by_label("Words").fill("nothing of that kind")
    desk.get_by_role("button", name="Find").click()
    gallery.look(desk, "cases none")
    desk.goto("/desk/export/")
    gallery.look(desk, "export")
    desk.get_by_role("button", name="Make the file").click()
    expect(desk.locator(".errors")).to_be_visible()
    gallery.look(desk, "export wrong")
    desk.goto("/desk/notices/")
    gallery.look(desk, "notices refused")
    desk.goto(f"/desk/dossiers/{one.refs[0]}/")
    gallery.look(desk, "request")
    desk.locator("input[type=file]").set_input_files(paper)
    desk.get_by_role("button", name="Add the files").click()
    desk.get_by_role("button", name="Accept as a case").click()
    desk.get_by_label("To the defender").fill("We come on Thursday.")
    desk.get_by_role("button", name="Send the answer").click()
    expect(desk.locator(".entries")).to_contain_text("We come on Thursday.")
    gallery.look(desk, "case", ALL_VIEWS)
    desk.get_by_role("button", name="Keep the note").click()
    expect(desk.locator(".errors")).to_be_visible()
    gallery.look(desk, "case wrong")
    desk.get_by_label("Your passphrase, again").fill(instance.passphrase("mara"))
    desk.get_by_label("Why now").select_option("reach")
    desk.get_by_role("button", name="Reveal for 5 minutes").click()
    expect(desk.locator("#identity")).to_contain_text("Invented Person")
    gallery.look(desk, "case revealed")
    desk.get_by_role("button", name="Close now").click()
    look_at_sharing(gallery, officer, instance, one.refs[0])
    desk.goto("/desk/write-down/")
    gallery.look(desk, "write down")
    desk.get_by_role("button", name="Keep it and show the code").click()
    expect(desk.locator(".errors")).to_be_visible()
    gallery.look(desk, "write down wrong")
    desk.get_by_label("What was said or written").fill("A summons for Monday.")
    desk.get_by_role("button", name="Keep it and show the code").click()
    gallery.look(desk, "code once")
    assert not gallery.faults, "\n".join(gallery.faults)


def look_at_sharing(gallery: Gallery, officer: Officers, instance: Instance, ref: str) -> None:
    desk, partner = officer("mara"), officer("amal")
    desk.goto(f"/desk/dossiers/{ref}/share/")
    gallery.look(desk, "sharing")
    desk.get_by_label("Last day of reading").fill((datetime.now(UTC).date() + timedelta(days=30)).isoformat())
    desk.get_by_text("There is a consent already").click()
    desk.get_by_label("Your passphrase, again").fill(instance.passphrase("mara"))
    desk.get_by_role("button", name="Share now").click()
    expect(desk.locator(".errors")).to_be_visible()
    gallery.look(desk, "sharing wrong")
    desk.get_by_label("What was told").check()
    desk.get_by_role("button", name="Share now").click()
    expect(desk.get_by_text("Reads", exact=True)).to_be_visible()
    gallery.look(desk, "sharing done")
    partner.goto("/desk/")
    gallery.look(partner, "today of a partner")
    partner.goto(f"/desk/shared/{ref}/")
    gallery.look(partner, "received")


def test_every_page_of_the_journal(officer: Officers) -> None:
    gallery = Gallery("journal")
    desk = officer("vera")
    desk.get_by_role("navigation").get_by_role("link", name="Journal").click()
    gallery.look(desk, "lines", ALL_VIEWS)
    desk.get_by_label("Dossier’s reference").fill("river heron")
    desk.get_by_role("button", name="Find").click()
    expect(desk.locator(".errors")).to_be_visible()
    gallery.look(desk, "wrong")
    desk.get_by_label("Dossier’s reference").fill("3f2a-91bc-04de")
    desk.get_by_role("button", name="Find").click()
    expect(desk.locator(".empty")).to_be_visible()
    gallery.look(desk, "nothing found")
    desk.get_by_role("link", name="Keep a checkpoint").click()
    words = desk.locator(".words li").all_inner_texts()
    gallery.look(desk, "checkpoint", ALL_VIEWS)
    desk.get_by_label("Twelve words, or the whole note").fill(" ".join(words))
    desk.get_by_role("button", name="Compare").click()
    expect(desk.get_by_role("status")).to_contain_text("still contains this state")
    gallery.look(desk, "compared")
    desk.get_by_label("Twelve words, or the whole note").fill("zoo " * 11 + "wrong")
    desk.get_by_role("button", name="Compare").click()
    expect(desk.get_by_role("status")).to_contain_text("No line of this journal has these words")
    gallery.look(desk, "does not fit")
    assert not gallery.faults, "\n".join(gallery.faults)


def test_both_galleries(page: Page) -> None:
    gallery = Gallery("gallery")
    for side in ("defender", "staff"):
        page.goto(f"/gallery/{side}/")
        gallery.look(page, side, ALL_VIEWS)
    assert not gallery.faults, "\n".join(gallery.faults)


def test_every_page_for_what_went_wrong(page: Page, instance: Instance) -> None:
    gallery = Gallery("trouble")
    pages = json.loads(instance.program(module="tests.journeys.planting", given='{"trouble": true}'))
    for name, content in pages.items():
        page.route("**/trouble", _answering(content))
        page.goto("/trouble")
        gallery.look(page, name)
        page.unroute_all()
    assert not gallery.faults, "\n".join(gallery.faults)


def _answering(content: str) -> Callable[..., None]:
    return lambda route: route.fulfill(body=content, content_type="text/html")
