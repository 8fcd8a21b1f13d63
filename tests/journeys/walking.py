"""The way of asking for help, by the names of its fields: the same in every language."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

Fields = Mapping[str, str | list[str]]

STEPS = ("happened", "where", "need", "you", "reach", "readers", "files", "code")
DELEGATION, NETWORK = "delegation-velmora", "night-desk-network"
OWN_WORD = "kingfisher"

ANSWERS: Mapping[str, Fields] = {
    "happened": {"happened": "They wait outside the mill since Tuesday.", "urgency": "now"},
    "where": {"country": "Velmora", "place": "Karsa, by the river"},
    "need": {"needs": ["lawyer", "visit"], "need_words": "Somebody who asks for us at the gate."},
    "you": {"name": "Invented Person", "work": "I count the trees that are felled."},
    "reach": {"channel": "phone", "address": "+999 55 010 101", "unsafe": "After 18:00."},
    "readers": {"organisations": [DELEGATION], "consents": ["observe_trial"]},
}


def begin(page: Page, language: str = "en", *, about: str = "me") -> None:
    page.goto(f"/{language}/")
    choose(page, about)


def choose(page: Page, about: str = "me") -> None:
    page.locator(f"button[name=about][value={about}]").click()
    arrive(page, "happened")


def arrive(page: Page, step: str) -> None:
    """Wait until this step is on the page."""
    expect(page.locator("input[name=step]")).to_have_value(step)


def fill(page: Page, fields: Fields) -> None:
    for name, value in fields.items():
        named = page.locator(f"main [name={name}]")
        if isinstance(value, list) or named.first.get_attribute("type") == "radio":
            for one in value if isinstance(value, list) else [value]:
                page.locator(f"main [name={name}][value={one}]").check()
        else:
            named.fill(value)


def press(page: Page, go: str) -> None:
    page.locator(f"button[name=go][value={go}]").click()


def go_on(page: Page, to: str) -> None:
    press(page, "next")
    arrive(page, to)


def steps_to_the_code(
    page: Page, answers: Mapping[str, Fields] = ANSWERS, *, files: tuple[Path, ...] = ()
) -> Iterator[str]:
    """From the first question on; yields each step once it is filled in, and the code when it shows."""
    for step, following in pairwise(STEPS):
        fill(page, answers.get(step, {}))
        if step == "files" and files:
            page.locator("input[type=file]").set_input_files(files)
            go_on(page, "files")
        yield step
        go_on(page, following)
    yield "code"


def walk_to_the_code(page: Page, answers: Mapping[str, Fields] = ANSWERS, *, files: tuple[Path, ...] = ()) -> list[str]:
    for _step in steps_to_the_code(page, answers, files=files):
        pass
    return words_shown(page)


def jump(page: Page, step: str, language: str = "en", answers: Mapping[str, Fields] = ANSWERS) -> None:
    """The same way up to this step, but only its last press of a button in the browser: the others without pages."""
    address, posted = f"/{language}/", {"step": "start", "about": "me"}
    page.goto(address)
    for before in STEPS[: STEPS.index(step)]:
        answer = page.context.request.post(
            address,
            data=urlencode(posted, doseq=True),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        ).text()
        token = re.search(r'name="draft" value="(\w+)"', answer)
        assert token, answer
        posted = {"draft": token[1], "step": before, "go": "next", **answers.get(before, {})}
    page.evaluate(SUBMIT, {name: value if isinstance(value, list) else [value] for name, value in posted.items()})
    arrive(page, step)


SUBMIT = """fields => {
    const form = document.body.appendChild(document.createElement("form"));
    form.method = "post";
    for (const [name, values] of Object.entries(fields)) for (const value of values) {
        const input = form.appendChild(document.createElement("input"));
        input.name = name;
        input.value = value;
    }
    form.submit();
}"""


def words_shown(page: Page) -> list[str]:
    expect(page.locator("ol.words")).to_be_visible()
    return [word.strip() for word in page.locator("ol.words li").all_inner_texts()]


def show_that_they_are_kept(page: Page, words: list[str], own_word: str = OWN_WORD) -> None:
    """Type the two that are asked back, and a word of one's own."""
    if own_word:
        page.locator("input[name=own_word]").fill(own_word)
    for field in page.locator("input[name^=check_]").all():
        label = page.locator(f"label[for={field.get_attribute('id')}]").inner_text()
        number = re.search(r"\d+", label)
        assert number, label
        field.fill(words[int(number.group()) - 1])


def send(page: Page, words: list[str], own_word: str = OWN_WORD) -> None:
    show_that_they_are_kept(page, words, own_word)
    press(page, "send")
    arrive(page, "sent")


def ask(
    page: Page,
    language: str = "en",
    answers: Mapping[str, Fields] = ANSWERS,
    *,
    about: str = "me",
    own_word: str = OWN_WORD,
    files: tuple[Path, ...] = (),
) -> list[str]:
    """The whole way, from the first page to the receipt; the words of the code."""
    begin(page, language, about=about)
    words = walk_to_the_code(page, answers, files=files)
    send(page, words, own_word)
    return words


def come_back(page: Page, words: list[str], own_word: str = "", *, language: str = "en") -> None:
    page.goto(f"/{language}/back/?again")
    page.locator("textarea[name=words]").fill(" ".join([*words, own_word]).strip())
    page.locator("main form button.main").click()


def values(page: Page, *names: str) -> dict[str, object]:
    """What stands in these fields now: text, or the values that are ticked."""
    return {name: _value(page.locator(f"main [name={name}]")) for name in names}


def _value(named: Locator) -> object:
    if named.first.get_attribute("type") in ("radio", "checkbox"):
        return named.evaluate_all("all => all.filter(one => one.checked).map(one => one.value)")
    return named.input_value()
