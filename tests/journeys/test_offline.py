"""Without a network, without this device, without a browser: the same questions as a file, as plain text, by phone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Instance, Officers, a_visitor, dossiers_on, the_one_since
from tests.journeys.walking import (
    ANSWERS,
    DELEGATION,
    OWN_WORD,
    arrive,
    come_back,
    fill,
    go_on,
    press,
    send,
    show_that_they_are_kept,
    values,
    words_shown,
)


def saved(page: Page, link: str, folder: Path) -> Path:
    page.goto("/en/")
    page.locator("summary").filter(has_text="Without internet").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
def test_the_saved_file_is_filled_without_a_network_and_sent_with_one(
    script: bool, browser: Browser, instance: Instance, officer: Officers, tmp_path: Path
) -> None:
    before = dossiers_on(officer("mara"))
    context = a_visitor(browser, instance.address, script=script)
    page = context.new_page()
    file = saved(page, "the form as a file", tmp_path)
    assert file.name == "form.html"
    text = file.read_text(encoding="utf-8")
    assert re.findall(r'(?:src|href)="', text) == [], "the file stands alone"

    paper = tmp_path / "paper.txt"
    paper.write_text("A paper.", encoding="utf-8")
    context.set_offline(True)
    page.goto(file.as_uri())
    for name, value in {name: value for fields in ANSWERS.values() for name, value in fields.items()}.items():
        if isinstance(value, list) or name in ("urgency", "channel"):
            for one in value if isinstance(value, list) else [value]:
                page.locator(f"[name={name}][value={one}]").check()
        else:
            page.locator(f"[name={name}]").fill(value)
    page.locator("input[type=file]").set_input_files(paper)
    context.set_offline(False)
    press(page, "next")
    arrive(page, "code")

    words = words_shown(page)
    press(page, "back")
    expect(page.locator("ul.list li")).to_contain_text("paper.txt")
    for step in ("readers", "reach", "you", "need", "where", "happened"):
        press(page, "back")
        arrive(page, step)
        for name, answer in ANSWERS[step].items():
            assert values(page, name)[name] in (answer, [answer])
    for step in ("where", "need", "you", "reach", "readers", "files", "code"):
        go_on(page, step)
    assert words_shown(page) == words
    send(page, words)
    assert context.cookies() == []
    context.close()
    desk = the_one_since(officer("mara"), before)
    expect(desk.get_by_text(str(ANSWERS["happened"]["happened"]))).to_be_visible()


def test_the_saved_file_with_something_wrong_shows_that_question_first(plain_visitor: Page, tmp_path: Path) -> None:
    file = saved(plain_visitor, "the form as a file", tmp_path)
    plain_visitor.goto(file.as_uri())
    plain_visitor.locator("[name=happened]").fill("Half of it.")
    press(plain_visitor, "next")
    arrive(plain_visitor, "readers")
    expect(plain_visitor.locator(".errors")).to_contain_text("No office is chosen yet")
    fill(plain_visitor, {"organisations": [DELEGATION]})
    go_on(plain_visitor, "files")
    go_on(plain_visitor, "code")


WRITTEN = {
    "1.1": "They came to the mill.\nTwice.",
    "1.2": "A",
    "2.1": "Velmora",
    "2.2": "Karsa",
    "3.1": "A F",
    "3.2": "Somebody at the gate.",
    "4.1": "Invented Person",
    "4.2": "I count the trees.",
    "5.1": "C",
    "5.2": "+999 55 010 101",
    "5.3": "After 18:00.",
    "6.1": "E",
    "7.1": "A",
}


def filled(form: str) -> str:
    for label, answer in WRITTEN.items():
        assert form.count(f"\n{label}:") == 1, label
        form = form.replace(f"\n{label}:", f"\n{label}: {answer}")
    return form


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_text_form_is_filled_in_an_editor_and_pasted(language: str, plain_visitor: Page, tmp_path: Path) -> None:
    form = plain_visitor.request.get(f"/{language}/form.txt")
    assert form.headers["content-disposition"] == 'attachment; filename="form.txt"'
    plain_visitor.goto(f"/{language}/paste/")
    plain_visitor.locator("textarea[name=text]").fill(filled(form.text()))
    press(plain_visitor, "next")

    arrive(plain_visitor, "readers")
    assert values(plain_visitor, "consents", "organisations") == {"consents": ["observe_trial"], "organisations": []}
    fill(plain_visitor, {"organisations": [DELEGATION]})
    expected = {
        "reach": {"channel": ["phone"], "address": "+999 55 010 101", "unsafe": "After 18:00."},
        "you": {"name": "Invented Person", "work": "I count the trees."},
        "need": {"needs": ["lawyer", "visit"], "need_words": "Somebody at the gate."},
        "where": {"country": "Velmora", "place": "Karsa"},
        "happened": {"happened": "They came to the mill.\nTwice.", "urgency": ["now"]},
    }
    for step, answers in expected.items():
        press(plain_visitor, "back")
        arrive(plain_visitor, step)
        assert values(plain_visitor, *answers) == answers
    for step in ("where", "need", "you", "reach", "readers", "files", "code"):
        go_on(plain_visitor, step)
    send(plain_visitor, words_shown(plain_visitor))


def test_a_free_text_is_the_story(plain_visitor: Page) -> None:
    plain_visitor.goto("/en/paste/")
    press(plain_visitor, "next")
    expect(plain_visitor.locator(".errors")).to_contain_text("Nothing is here yet")
    text = "They came at night and asked for my brother. Please help."
    plain_visitor.locator("textarea[name=text]").fill(text)
    press(plain_visitor, "next")
    arrive(plain_visitor, "readers")
    for step in ("reach", "you", "need", "where", "happened"):
        press(plain_visitor, "back")
        arrive(plain_visitor, step)
    expect(plain_visitor.locator("textarea[name=happened]")).to_have_value(text)


def test_a_call_is_written_down_and_its_code_replaced_at_the_first_own_visit(
    officer: Officers, plain_visitor: Page
) -> None:
    desk = officer("tomas")
    desk.get_by_role("link", name="Write down").click()
    desk.get_by_label("How it came").select_option("phone")
    desk.get_by_label("Danger").select_option("days")
    desk.get_by_label("What was said or written").fill("He says that the summons is for Monday.")
    desk.get_by_label("A word of the person").fill(OWN_WORD)
    desk.get_by_role("button", name="Keep it and show the code").click()
    old = words_shown(desk)
    assert len(old) == 13
    desk.get_by_role("link", name="The person has it").click()
    expect(desk.get_by_text("He says that the summons is for Monday.")).to_be_visible()
    expect(desk.locator("dl").first).to_contain_text("by phone")

    come_back(plain_visitor, old, OWN_WORD)
    expect(plain_visitor.get_by_role("heading", name="The office has seen your words")).to_be_visible()
    press(plain_visitor, "new_code")
    new = words_shown(plain_visitor)
    show_that_they_are_kept(plain_visitor, ["wrong"] * 13, "my own lamp")
    press(plain_visitor, "new_code_kept")
    expect(plain_visitor.locator(".errors")).to_contain_text("This is not the one at that place")
    assert words_shown(plain_visitor) == new
    show_that_they_are_kept(plain_visitor, new, "my own lamp")
    press(plain_visitor, "new_code_kept")
    expect(plain_visitor.locator(".notice")).to_contain_text("only the new ones")
    expect(plain_visitor.get_by_role("heading", name="The office has seen your words")).to_have_count(0)

    for own_word in ("", OWN_WORD, "my own lamp"):
        come_back(plain_visitor, old, own_word)
        expect(plain_visitor.get_by_text("Nothing is here yet.")).to_be_visible()
    come_back(plain_visitor, new, "my own lamp")
    expect(plain_visitor.get_by_role("heading", name="Your messages")).to_be_visible()
