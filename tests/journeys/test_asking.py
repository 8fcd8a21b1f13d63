"""Asking for help in every language: what the page keeps, what it leaves behind, and what it never does."""

import re
import sqlite3
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, Response, expect

from tests.journeys.conftest import CHROMIUM, PHONE, Instance, a_visitor
from tests.journeys.walking import (
    ANSWERS,
    DELEGATION,
    OWN_WORD,
    STEPS,
    arrive,
    ask,
    begin,
    choose,
    come_back,
    fill,
    go_on,
    jump,
    press,
    send,
    show_that_they_are_kept,
    steps_to_the_code,
    values,
    walk_to_the_code,
    words_shown,
)

LARGEST_WAY, LARGEST_FIRST_PAGE = 100 * 1024, 30 * 1024
WITH_WORDS = ("en", "fr", "es")
TYPED = str(ANSWERS["happened"]["happened"])


@dataclass
class Seen:
    """What one visit asked for and showed."""

    page: Page
    responses: list[Response] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)
    directions: set[str] = field(default_factory=set)
    too_wide: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("response", lambda response: self.responses.append(response))
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))

    def look(self, name: str) -> None:
        self.titles.add(self.page.title())
        root = "document.documentElement"
        self.directions.add(self.page.evaluate(f"{root}.dir"))
        wider = self.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth")
        self.too_wide += [f"{name}: {wider} pixels"] if wider > 0 else []

    def bytes(self) -> int:
        """As they came over the line: style sheets packed, pages not."""
        return sum(response.request.sizes()["responseBodySize"] for response in self.responses)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru"])
def test_the_whole_way_is_light_quiet_and_fits_a_phone_in(
    language: str, plain_visitor: Page, instance: Instance
) -> None:
    page, seen = plain_visitor, Seen(plain_visitor)
    page.goto(f"/{language}/")
    seen.look("start")
    assert seen.bytes() <= LARGEST_FIRST_PAGE

    choose(page)
    for step in steps_to_the_code(page):
        seen.look(step)
    words = words_shown(page)
    if language in WITH_WORDS:
        assert len(words) == 13
        assert all(word.isalpha() for word in words)
    else:
        assert len(words) == 14
        assert all(re.fullmatch(r"\d{3}", group) for group in words)
    send(page, words)
    seen.look("sent")

    assert page.context.cookies() == []
    assert seen.hosts == {urlsplit(instance.address).netloc}
    assert seen.bytes() <= LARGEST_WAY

    come_back(page, words, language=language)
    expect(page.locator("ol.steps")).to_be_visible()
    seen.look("how far things are")
    assert {cookie["name"] for cookie in page.context.cookies()} == {"__Host-page", "__Host-form"}
    come_back(page, words, OWN_WORD, language=language)
    expect(page.locator("a[href$='/back/end/']")).to_be_visible()
    seen.look("messages")
    for address in ("back/who/", "back/end/", "now/", "paste/", "back/?again"):
        page.goto(f"/{language}/{address}")
        seen.look(address)

    assert len(seen.titles) == 1
    assert seen.directions == {"rtl" if language == "ar" else "ltr"}
    assert seen.too_wide == []
    assert seen.hosts == {urlsplit(instance.address).netloc}


def test_the_bare_address_speaks_the_language_of_the_browser(browser: Browser, instance: Instance) -> None:
    context = a_visitor(browser, instance.address, locale="es-MX")
    page = context.new_page()
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.locator("nav a[lang=ru]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert context.cookies() == []
    context.close()


# Nothing typed is lost


def test_back_keeps_every_answer_also_on_the_first_page(plain_visitor: Page) -> None:
    begin(plain_visitor)
    words = walk_to_the_code(plain_visitor)
    for step in reversed(STEPS[:-1]):
        press(plain_visitor, "back")
        expect(plain_visitor.locator("input[name=step]")).to_have_value(step)
        _shows(plain_visitor, step)
    press(plain_visitor, "back")
    plain_visitor.locator("button[name=about][value=me]").click()
    for step, following in pairwise(STEPS):
        _shows(plain_visitor, step)
        go_on(plain_visitor, following)
    assert words_shown(plain_visitor) == words


def _shows(page: Page, step: str) -> None:
    for name, answer in ANSWERS.get(step, {}).items():
        expect(page.locator(f"main [name={name}]").first).to_be_attached()
        shown = values(page, name)[name]
        assert shown in (answer, [answer]), f"{name} shows {shown}"


def test_skip_and_back_keep_what_was_typed_on_the_page_itself(plain_visitor: Page) -> None:
    begin(plain_visitor)
    fill(plain_visitor, {"happened": "Half a sentence"})
    press(plain_visitor, "skip")
    fill(plain_visitor, {"place": "Near the harbour"})
    press(plain_visitor, "back")
    expect(plain_visitor.locator("textarea[name=happened]")).to_have_value("Half a sentence")
    go_on(plain_visitor, "where")
    expect(plain_visitor.locator("input[name=place]")).to_have_value("Near the harbour")


def test_one_sentence_and_who_may_read_it_are_enough(plain_visitor: Page) -> None:
    begin(plain_visitor)
    fill(plain_visitor, {"happened": "They know where I live."})
    for _step in STEPS[:-2]:
        press(plain_visitor, "skip")
    press(plain_visitor, "skip")
    expect(plain_visitor.locator(".errors")).to_contain_text("No office is chosen yet")
    fill(plain_visitor, {"organisations": [DELEGATION]})
    go_on(plain_visitor, "files")
    go_on(plain_visitor, "code")


def test_a_wrong_answer_gets_a_sentence_and_stays(plain_visitor: Page) -> None:
    begin(plain_visitor)
    for _step in STEPS[:4]:
        press(plain_visitor, "skip")
    fill(plain_visitor, {"channel": "phone", "address": "+999 55 O1 01", "unsafe": "Mornings"})
    press(plain_visitor, "next")
    expect(plain_visitor.locator(".errors")).to_contain_text("“O” is a letter")
    assert values(plain_visitor, "channel", "address", "unsafe") == {
        "channel": ["phone"],
        "address": "+999 55 O1 01",
        "unsafe": "Mornings",
    }


def test_the_box_that_nobody_sees_costs_one_more_press(plain_visitor: Page) -> None:
    begin(plain_visitor)
    fill(plain_visitor, {"happened": "A browser filled every box."})
    plain_visitor.locator("#website").fill("example.org", force=True)
    press(plain_visitor, "next")
    expect(plain_visitor.locator(".errors")).to_contain_text("Press Continue once more")
    expect(plain_visitor.locator("textarea[name=happened]")).to_have_value("A browser filled every box.")
    go_on(plain_visitor, "where")


# The code


def test_other_words_take_the_place_of_the_first(plain_visitor: Page) -> None:
    begin(plain_visitor)
    first = walk_to_the_code(plain_visitor)
    press(plain_visitor, "other")
    expect(plain_visitor.locator("ol.words li").first).not_to_have_text(first[0])
    second = words_shown(plain_visitor)
    assert set(first) != set(second)

    show_that_they_are_kept(plain_visitor, ["first"] * 13)
    press(plain_visitor, "send")
    expect(plain_visitor.locator(".errors")).to_contain_text("This is not the one at that place")
    expect(plain_visitor.locator("input[name=own_word]")).to_have_value(OWN_WORD)
    assert words_shown(plain_visitor) == second
    send(plain_visitor, second)

    come_back(plain_visitor, first, OWN_WORD)
    expect(plain_visitor.get_by_text("Nothing is here yet.")).to_be_visible()
    come_back(plain_visitor, second, OWN_WORD)
    expect(plain_visitor.get_by_role("heading", name="Your messages")).to_be_visible()


def test_without_a_word_of_ones_own_nothing_is_sent(plain_visitor: Page) -> None:
    begin(plain_visitor)
    words = walk_to_the_code(plain_visitor)
    show_that_they_are_kept(plain_visitor, words, own_word="")
    press(plain_visitor, "send")
    expect(plain_visitor.locator(".errors")).to_contain_text("Your own word is missing")


# Leaving


@pytest.mark.parametrize("place", [*STEPS, "sent", "messages"])
def test_going_back_after_leaving_shows_nothing_that_was_typed(visitor: Page, place: str) -> None:
    jump(visitor, place if place in STEPS else "code")
    secrets = [TYPED]
    if place in ANSWERS:
        fill(visitor, ANSWERS[place])
        secrets += [value for value in ANSWERS[place].values() if isinstance(value, str) and len(value) > 5]
    elif place != "files":
        words = words_shown(visitor)
        secrets.append(" ".join(words))
        show_that_they_are_kept(visitor, words)
    if place in ("sent", "messages"):
        press(visitor, "send")
        arrive(visitor, "sent")
    if place == "messages":
        come_back(visitor, words, OWN_WORD)
        visitor.locator("summary").first.click()
        fill(visitor, {"message": TYPED})

    visitor.locator(".leave").click()
    expect(visitor.get_by_role("heading", name="Elsewhere")).to_be_visible()
    assert visitor.context.cookies() == []
    with suppress(Error):  # the browser asks whether to send the form again
        visitor.go_back()
    expect(visitor.get_by_role("heading", name="Elsewhere")).to_have_count(0)
    visitor.wait_for_load_state()
    assert _shown_of(visitor, secrets) == []
    visitor.reload()  # and somebody presses "Continue": it is sent once more
    expect(visitor.locator(".code, h1")).to_have_count(1)
    assert _shown_of(visitor, secrets) == []


def _shown_of(visitor: Page, secrets: list[str]) -> list[str]:
    fields = visitor.locator("input:not([type=hidden]),textarea").evaluate_all("all => all.map(one => one.value)")
    shown = " ".join([visitor.locator("body").inner_text(), *fields])
    return [one for one in secrets if one in " ".join(shown.split())]


def test_the_history_of_the_device_holds_one_address_and_the_neutral_title(
    playwright: Playwright, instance: Instance, tmp_path: Path
) -> None:
    device = playwright.chromium.launch_persistent_context(
        tmp_path, executable_path="/usr/bin/chromium", args=CHROMIUM, viewport=PHONE, base_url=instance.address
    )
    ask(device.new_page())
    device.close()
    with sqlite3.connect(tmp_path / "Default" / "History") as history:
        rows = history.execute("SELECT url, title FROM urls WHERE url LIKE 'http%'").fetchall()
    assert rows == [(f"{instance.address}/en/", "Contact form")]
