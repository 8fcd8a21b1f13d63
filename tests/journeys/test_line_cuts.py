"""A line that breaks, between steps and in the middle of one: nothing typed is lost, and sending again counts once.

Nobody here has script. What a person does when the browser says that the line broke is to press its reload button.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.journeys.conftest import Instance, Officers, a_visitor, dossiers_on, the_one_since
from tests.journeys.line import Line
from tests.journeys.walking import (
    ANSWERS,
    OWN_WORD,
    STEPS,
    arrive,
    begin,
    come_back,
    fill,
    go_on,
    jump,
    press,
    show_that_they_are_kept,
    values,
    walk_to_the_code,
    words_shown,
)

LOSSES = ("request", "half", "reply")


@pytest.fixture
def line(instance: Instance) -> Iterator[Line]:
    line = Line(urlsplit(instance.address).port or 0)
    yield line
    line.close()


@pytest.fixture
def far_away(browser: Browser, line: Line) -> Iterator[Page]:
    context = a_visitor(browser, line.address)
    yield context.new_page()
    context.close()


def lose(page: Page, line: Line, loses: str, go: str) -> None:
    """Press a button while the line is bad; the browser says that it broke."""
    line.loses = loses
    press(page, go)
    page.wait_for_url("chrome-error://**")
    line.loses = ""


def lose_again(page: Page, line: Line, loses: str) -> None:
    line.loses = loses
    with suppress(Error):
        try_again(page)
    page.wait_for_url("chrome-error://**")
    line.loses = ""


def try_again(page: Page) -> None:
    for _time in range(10):
        try:
            page.reload()
        except Error as problem:
            # The browser was still busy showing that the line broke.
            if not any(sign in str(problem) for sign in ("Not attached", "ERR_ABORTED")):
                raise
            page.wait_for_timeout(200)
        else:
            return


def test_a_line_that_breaks_in_every_step_loses_nothing_and_counts_once(
    far_away: Page, line: Line, officer: Officers, tmp_path: Path
) -> None:
    before = dossiers_on(officer("mara"))
    paper = tmp_path / "paper.txt"
    paper.write_text("A paper.", encoding="utf-8")
    begin(far_away)
    for number, step in enumerate(STEPS[:-1]):
        fill(far_away, ANSWERS.get(step, {}))
        if step == "files":
            far_away.locator("input[type=file]").set_input_files(paper)
            lose(far_away, line, "reply", "next")
            try_again(far_away)
            expect(far_away.locator("ul.list li")).to_have_count(1)
        lose(far_away, line, LOSSES[number % len(LOSSES)], "next")
        lose_again(far_away, line, "reply")
        try_again(far_away)
        arrive(far_away, STEPS[number + 1])
    words = words_shown(far_away)
    show_that_they_are_kept(far_away, words)
    lose(far_away, line, "request", "send")
    for loses in ("half", "reply", "reply"):
        lose_again(far_away, line, loses)
    try_again(far_away)
    arrive(far_away, "sent")
    try_again(far_away)
    arrive(far_away, "sent")

    desk = the_one_since(officer("mara"), before)
    for answers in ANSWERS.values():
        for name, value in answers.items():
            if isinstance(value, str) and name not in ("urgency", "channel", "name", "country"):
                expect(desk.get_by_text(value).first).to_be_visible()
    expect(desk.get_by_role("link", name="Save the original")).to_have_count(1)
    come_back(far_away, words, OWN_WORD)
    expect(far_away.get_by_role("heading", name="Your messages")).to_be_visible()


def test_pressing_send_twice_in_the_same_page_counts_once(far_away: Page, line: Line, officer: Officers) -> None:
    before = dossiers_on(officer("mara"))
    jump(far_away, "code")
    words = words_shown(far_away)
    show_that_they_are_kept(far_away, words)
    button = far_away.locator("button[name=go][value=send]")
    button.dblclick()
    arrive(far_away, "sent")
    the_one_since(officer("mara"), before)


def test_a_browser_without_network_between_and_during_steps(plain_visitor: Page) -> None:
    begin(plain_visitor)
    fill(plain_visitor, ANSWERS["happened"])
    plain_visitor.context.set_offline(True)
    press(plain_visitor, "next")
    plain_visitor.wait_for_url("chrome-error://**")
    plain_visitor.context.set_offline(False)
    try_again(plain_visitor)
    arrive(plain_visitor, "where")
    plain_visitor.context.set_offline(True)  # between two steps nobody notices
    fill(plain_visitor, ANSWERS["where"])
    plain_visitor.context.set_offline(False)
    go_on(plain_visitor, "need")
    press(plain_visitor, "back")
    arrive(plain_visitor, "where")
    assert values(plain_visitor, "country", "place") == ANSWERS["where"]
    press(plain_visitor, "back")
    expect(plain_visitor.locator("textarea[name=happened]")).to_have_value(str(ANSWERS["happened"]["happened"]))


def test_stopping_the_load_leaves_the_page_as_it_was(plain_visitor: Page) -> None:
    begin(plain_visitor)
    fill(plain_visitor, ANSWERS["happened"])
    plain_visitor.route("**/en/", lambda route: route.abort("aborted"))
    press(plain_visitor, "next")
    expect(plain_visitor.locator("textarea[name=happened]")).to_have_value(str(ANSWERS["happened"]["happened"]))
    plain_visitor.unroute_all()
    go_on(plain_visitor, "where")


def test_workers_that_die_in_the_middle_lose_nothing(
    plain_visitor: Page, instance: Instance, officer: Officers
) -> None:
    before = dossiers_on(officer("mara"))
    begin(plain_visitor)
    fill(plain_visitor, ANSWERS["happened"])
    with_dying_workers(instance, plain_visitor, "next")
    arrive(plain_visitor, "where")
    press(plain_visitor, "back")
    arrive(plain_visitor, "happened")
    words = walk_to_the_code(plain_visitor, {**ANSWERS, "happened": {}})
    show_that_they_are_kept(plain_visitor, words)
    with_dying_workers(instance, plain_visitor, "send")
    arrive(plain_visitor, "sent")
    desk = the_one_since(officer("mara"), before)
    expect(desk.get_by_text(str(ANSWERS["happened"]["happened"]))).to_be_visible()


def with_dying_workers(instance: Instance, page: Page, go: str) -> None:
    """All workers stand still while the button is pressed, and are then killed with what they had in hand."""
    workers = instance.workers()
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    killer = Timer(1, lambda: [os.kill(worker, signal.SIGKILL) for worker in workers])
    killer.start()
    press(page, go)
    killer.join()
    page.wait_for_timeout(500)
    if page.url.startswith("chrome-error:"):
        try_again(page)


def test_a_message_whose_reply_is_lost_stands_once_in_the_box(far_away: Page, line: Line, instance: Instance) -> None:
    one = instance.plant({"happened": "They are back.", "own_word": OWN_WORD})[0]
    come_back(far_away, one.words, OWN_WORD)
    far_away.locator("summary").filter(has_text="Write a message").click()
    fill(far_away, {"message": "Please hurry."})
    lose(far_away, line, "reply", "write")
    try_again(far_away)
    expect(far_away.get_by_role("heading", name="Your messages")).to_be_visible()
    assert far_away.locator("article.mine").filter(has_text="Please hurry.").count() == 1
