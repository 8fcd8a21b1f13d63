"""Coming back: how far things are with the code, everything else with the own word behind it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from safeconduct.sealing.code import new_code, written
from tests.journeys.conftest import Instance, Officers, Planted, a_visitor
from tests.journeys.walking import (
    ANSWERS,
    DELEGATION,
    NETWORK,
    OWN_WORD,
    arrive,
    ask,
    begin,
    come_back,
    fill,
    go_on,
    press,
    send,
    values,
    walk_to_the_code,
    words_shown,
)

STORY, PLACE, NAME = "They cut the fence at night.", "Karsa", "Invented Person"
NAMES = (STORY, PLACE, NAME, "Velmora", "Delegation", "Night Desk")


@pytest.fixture(scope="module")
def planted(instance: Instance) -> Iterator[list[Planted]]:
    """Requests as they might stand after some days, one for each test."""
    request = {
        "happened": STORY,
        "place": PLACE,
        "country": "Velmora",
        "name": NAME,
        "own_word": OWN_WORD,
        "consents": ["observe_trial"],
    }
    yield instance.plant(
        *(
            {**request, "urgency": "no", "offices": [DELEGATION, NETWORK] if at == 2 else [DELEGATION]}
            for at in range(7)
        ),
        {**request, "urgency": "now", "hours_ago": 30},
    )


def dossier(officer: Officers, planted: Planted, name: str = "mara") -> Page:
    page = officer(name)
    page.goto(f"/desk/dossiers/{planted.refs[0]}/")
    return page


def test_the_code_alone_shows_how_far_things_are_and_no_name(
    plain_visitor: Page, officer: Officers, planted: list[Planted]
) -> None:
    one = planted[0]
    come_back(plain_visitor, one.words)
    expect(plain_visitor.locator("ol.steps li.done")).to_have_count(1)
    desk = dossier(officer, one)
    desk.get_by_label("To the defender").fill("We come on Thursday to Karsa.")
    desk.get_by_role("button", name="Send the answer").click()
    come_back(plain_visitor, one.words)
    expect(plain_visitor.locator("ol.steps li.done")).to_have_count(4)
    text = plain_visitor.content()
    assert [name for name in (*NAMES, "Thursday") if name in text] == []
    assert plain_visitor.locator("a[href*=who], a[href*=end]").count() == 0
    # Nothing but the own word leads further, not even the address of a page behind it.
    for address in ("/en/back/who/", "/en/back/end/"):
        plain_visitor.goto(address)
        expect(plain_visitor.get_by_role("heading", name="Where things are")).to_be_visible()

    fill(plain_visitor, {"message": "The fence is cut again."})
    press(plain_visitor, "write")
    expect(plain_visitor.locator(".notice")).to_contain_text("Nothing of it shows here")
    plain_visitor.goto("/en/back/")
    assert "fence is cut" not in plain_visitor.content()
    desk.reload()
    expect(desk.locator(".entries")).to_contain_text("The fence is cut again.")
    expect(desk.locator(".entries")).to_contain_text("signed with the code alone")

    plain_visitor.get_by_role("button", name="Something is urgent now").click()
    expect(plain_visitor.locator(".notice")).to_contain_text("sees that it is urgent")
    desk.goto("/desk/")
    expect(desk.locator("ul.rows li").filter(has=desk.locator(f"a[href*='{one.refs[0]}']"))).to_contain_text(
        "danger now"
    )


def test_with_the_own_word_messages_go_both_ways_and_can_be_emptied(
    plain_visitor: Page, officer: Officers, planted: list[Planted], tmp_path: Path
) -> None:
    one = planted[1]
    desk = dossier(officer, one)
    desk.get_by_label("To the defender").fill("May somebody visit you?")
    desk.get_by_role("button", name="Send the answer").click()
    expect(desk.locator(".entries")).to_contain_text("May somebody visit you?")

    come_back(plain_visitor, one.words, OWN_WORD)
    expect(plain_visitor.locator("article")).to_contain_text("May somebody visit you?")
    expect(plain_visitor.locator("article")).to_contain_text("From Delegation in Velmora")
    expect(plain_visitor.get_by_text("Can read now")).to_be_visible()
    expect(plain_visitor.get_by_text("Someone at the office opened what you sent.")).to_be_visible()

    paper = tmp_path / "paper.txt"
    paper.write_text("A paper.", encoding="utf-8")
    plain_visitor.locator("summary").filter(has_text="Write a message").click()
    press(plain_visitor, "write")
    expect(plain_visitor.locator(".errors")).to_contain_text("Nothing is written yet")
    fill(plain_visitor, {"message": "Yes, on Friday."})
    plain_visitor.locator("input[type=file]").set_input_files(paper)
    press(plain_visitor, "write")
    expect(plain_visitor.locator("article.mine")).to_contain_text("Yes, on Friday.")
    desk.reload()
    expect(desk.locator(".entries")).to_contain_text("Yes, on Friday.")
    expect(desk.locator("ul.rows").filter(has_text="paper.txt")).to_be_visible()

    plain_visitor.locator("summary").filter(has_text="Empty read messages").click()
    press(plain_visitor, "empty")
    expect(plain_visitor.get_by_text("No message yet.")).to_be_visible()
    expect(plain_visitor.locator("article")).to_have_count(0)
    desk.reload()
    expect(desk.locator(".entries")).to_contain_text("May somebody visit you?")


def test_an_office_can_be_stopped_and_consents_and_wishes_changed(
    plain_visitor: Page, officer: Officers, planted: list[Planted]
) -> None:
    one = planted[2]
    delegation, network = dossier(officer, one), officer("amal")
    network.goto(f"/desk/dossiers/{one.refs[1]}/")
    expect(network.get_by_text(STORY)).to_be_visible()

    come_back(plain_visitor, one.words, OWN_WORD)
    plain_visitor.get_by_role("link", name="Change who may know what").click()
    assert plain_visitor.locator("[name=consents-consents]").evaluate_all(
        "all => all.filter(one => one.checked).map(one => one.value)"
    ) == ["observe_trial"]
    plain_visitor.locator("[value=observe_trial]").uncheck()
    plain_visitor.locator("[value=publish_unnamed]").check()
    press(plain_visitor, "consents")
    expect(plain_visitor.locator("[value=observe_trial]")).not_to_be_checked()
    expect(plain_visitor.locator("[value=publish_unnamed]")).to_be_checked()

    plain_visitor.get_by_text("How and when we reach you").click()
    press(plain_visitor, "contact")
    expect(plain_visitor.locator(".errors")).to_be_visible()
    fill(
        plain_visitor,
        {
            "contact-rhythm": "week",
            "contact-channel": "phone",
            "contact-address": "+999 55 010 222",
            "contact-safe_hours": "Before ten.",
        },
    )
    press(plain_visitor, "contact")
    plain_visitor.get_by_text("If I cannot be asked").click()
    fill(plain_visitor, {"advance-detained": "Tell the bar.", "advance-never_speaks": "The cousin in the ministry."})
    press(plain_visitor, "advance")
    expect(plain_visitor.get_by_text("You left this on")).to_have_count(2)
    assert "The cousin" not in plain_visitor.content()

    delegation.reload()
    consents = delegation.locator("section", has=delegation.get_by_role("heading", name="Consent"))
    expect(consents.first.get_by_role("row", name="Speak in public, without the name")).to_contain_text("Yes")
    expect(consents.first.get_by_role("row", name="Sit in at a hearing")).to_contain_text("No")
    for text in (
        "At least every week",
        "+999 55 010 222",
        "Before ten.",
        "Tell the bar.",
        "The cousin in the ministry.",
    ):
        expect(delegation.locator("dl").first).to_contain_text(text)

    plain_visitor.locator("button[name=stop]").filter(has_text="Night Desk Network").click()
    expect(plain_visitor.locator("button[name=stop]")).to_have_count(1)
    network.reload()
    expect(network.get_by_role("heading", name="There is no page here")).to_be_visible()
    delegation.reload()
    expect(delegation.get_by_text(STORY)).to_be_visible()
    plain_visitor.goto("/en/back/")
    expect(plain_visitor.get_by_text("It may still have a copy.")).to_be_visible()


def test_words_that_others_may_have_open_nothing_and_the_officer_is_warned(
    plain_visitor: Page, officer: Officers, planted: list[Planted]
) -> None:
    one = planted[3]
    come_back(plain_visitor, one.words)
    plain_visitor.locator("summary").filter(has_text="Others may have my words").click()
    press(plain_visitor, "freeze")
    expect(plain_visitor.get_by_role("heading", name="Write to us")).to_be_visible()
    for own_word in ("", OWN_WORD):
        come_back(plain_visitor, one.words, own_word)
        expect(plain_visitor.get_by_text("Nothing is here yet.")).to_be_visible()
    desk = dossier(officer, one)
    expect(desk.locator(".notice")).to_contain_text("Others may have the defender’s code")
    codename = desk.locator("h1").inner_text()
    desk.goto("/desk/cases/")
    desk.get_by_label("Words").fill(codename)
    desk.get_by_role("button", name="Find").click()
    expect(desk.locator("ul.rows li .state")).to_have_text("Code at risk")


def test_erasing_hides_at_once_can_be_undone_and_is_done_after_72_hours(
    plain_visitor: Page, officer: Officers, instance: Instance, planted: list[Planted]
) -> None:
    one = planted[4]
    desk = dossier(officer, one)
    expect(desk.get_by_text(STORY)).to_be_visible()
    come_back(plain_visitor, one.words, OWN_WORD)
    _erase(plain_visitor)
    desk.reload()
    expect(desk.get_by_role("heading", name="There is no page here")).to_be_visible()
    desk.goto("/desk/cases/")
    assert one.refs[0] not in desk.content()

    press(plain_visitor, "undo")
    expect(plain_visitor.get_by_role("heading", name="Everything will be erased")).to_have_count(0)
    desk = dossier(officer, one)
    expect(desk.get_by_text(STORY)).to_be_visible()

    _erase(plain_visitor)
    instance.program(module="tests.journeys.planting", given='{"erasures_due": true}')
    said = instance.program("tick")
    assert re.search(r"Erased: [1-9]\d* dossiers", said), said
    for own_word in ("", OWN_WORD):
        come_back(plain_visitor, one.words, own_word)
        expect(plain_visitor.get_by_text("Nothing is here yet.")).to_be_visible()
    desk.reload()
    expect(desk.get_by_role("heading", name="There is no page here")).to_be_visible()


def _erase(page: Page) -> None:
    page.get_by_role("link", name="Erase everything").click()
    press(page, "erase")
    expect(page.get_by_role("heading", name="Everything will be erased")).to_be_visible()
    expect(page.get_by_text("Nobody can read it now.")).to_be_visible()
    assert STORY not in page.content()


def test_a_missed_promise_is_told(plain_visitor: Page, officer: Officers, planted: list[Planted]) -> None:
    late = planted[7]
    for own_word in ("", OWN_WORD):
        come_back(plain_visitor, late.words, own_word)
        warning = plain_visitor.locator("section.warning")
        expect(warning).to_contain_text("Not read yet")
        expect(warning).to_contain_text(re.compile(r"We said \w+ \d+ \w+, \d+:\d\d and did not do it"))
    plain_visitor.get_by_role("link", name="These others may help").click()
    expect(plain_visitor.get_by_role("heading", name="Who can be reached now")).to_be_visible()

    desk = officer("mara")
    row = desk.locator("ul.rows li").filter(has=desk.locator(f"a[href*='{late.refs[0]}']"))
    expect(row.locator(".state")).to_contain_text("late")
    expect(row).to_contain_text("The return page says that we are late")
    page = dossier(officer, late)
    come_back(plain_visitor, late.words)
    expect(plain_visitor.locator("section.warning")).to_contain_text("Not answered yet")
    page.get_by_label("To the defender").fill("We are late, and we have read it now.")
    page.get_by_role("button", name="Send the answer").click()
    come_back(plain_visitor, late.words)
    expect(plain_visitor.locator("section.warning")).to_have_count(0)


def test_a_wrong_code_opens_an_empty_box_of_the_same_size(plain_visitor: Page, planted: list[Planted]) -> None:
    sizes = set()
    for words, own_word in (
        (planted[5].words, ""),
        (planted[5].words, "another word"),
        (list(written(new_code(), "en")), ""),
        (list(written(new_code(), "en")), OWN_WORD),
        (list(written(new_code(), "digits")), ""),
    ):
        answer = plain_visitor.request.post("/en/back/", form={"words": " ".join([*words, own_word])})
        sizes.add((answer.status, len(answer.body()), "Where things are" in answer.text()))
    assert len(sizes) == 1
    come_back(plain_visitor, list(written(new_code(), "en")))
    expect(plain_visitor.get_by_text("Nothing is here yet.")).to_be_visible()
    fill(plain_visitor, {"message": "Is somebody there?"})
    press(plain_visitor, "write")
    expect(plain_visitor.locator(".notice")).to_be_visible()


@pytest.mark.parametrize(
    ("slip", "sentence"),
    [
        (lambda words: [*words[:3], "kettel", *words[4:]], "“kettel” is not part of any code"),
        (lambda words: words[:9], "Some are missing"),
        (lambda words: [words[1], words[0], *words[2:]], "two changed places"),
    ],
    ids=["misspelt", "too few", "exchanged"],
)
def test_a_slip_gets_a_sentence_and_what_was_typed_stays(
    slip: Callable[[list[str]], list[str]], sentence: str, plain_visitor: Page, planted: list[Planted]
) -> None:
    typed = slip(planted[5].words)
    come_back(plain_visitor, typed)
    expect(plain_visitor.locator(".errors")).to_contain_text(sentence)
    expect(plain_visitor.locator("textarea[name=words]")).to_have_value(" ".join(typed))


def test_words_may_be_typed_as_people_type_them(plain_visitor: Page, planted: list[Planted]) -> None:
    words = planted[6].words
    typed = ", ".join([words[0].upper(), *words[1:], OWN_WORD.capitalize()]).replace(", ", ",\n", 3)
    plain_visitor.goto("/en/back/")
    plain_visitor.locator("textarea[name=words]").fill(f"  {typed}. ")
    plain_visitor.locator("main form button.main").click()
    expect(plain_visitor.get_by_role("heading", name="Your messages")).to_be_visible()
    press(plain_visitor, "close")
    expect(plain_visitor.get_by_role("heading", name="Write to us")).to_be_visible()
    assert "__Host-page" not in {cookie["name"] for cookie in plain_visitor.context.cookies()}
    plain_visitor.goto("/en/back/")
    expect(plain_visitor.get_by_role("heading", name="Come back")).to_be_visible()


# Writing for others


def test_a_relay_sees_how_far_things_are_and_never_the_story(plain_visitor: Page, officer: Officers) -> None:
    answers = {**ANSWERS, "happened": {"happened": "She was taken from the bus.", "urgency": "days"}}
    begin(plain_visitor, about="someone")
    words = walk_to_the_code(plain_visitor, answers)
    assert plain_visitor.locator("input[name=own_word]").count() == 0
    send(plain_visitor, words, own_word="")
    for own_word in ("", OWN_WORD):
        come_back(plain_visitor, words, own_word)
        expect(plain_visitor.get_by_role("heading", name="Where things are")).to_be_visible()
        assert "the bus" not in plain_visitor.locator("main").inner_text()


def test_somebody_who_does_not_know_yet_is_kept_by_one_office_only(plain_visitor: Page, officer: Officers) -> None:
    begin(plain_visitor, about="unaware")
    fill(plain_visitor, {"happened": "His name stood on a list."})
    for step in ("where", "need", "you", "reach", "readers"):
        press(plain_visitor, "skip")
        arrive(plain_visitor, step)
    expect(plain_visitor.locator("[name=consents]")).to_have_count(0)
    fill(plain_visitor, {"organisations": [DELEGATION, NETWORK]})
    press(plain_visitor, "next")
    expect(plain_visitor.locator(".errors")).to_contain_text("The person does not know yet")
    plain_visitor.locator(f"[value={NETWORK}]").uncheck()
    go_on(plain_visitor, "files")
    go_on(plain_visitor, "code")
    send(plain_visitor, words_shown(plain_visitor), own_word="")
    expect(plain_visitor.get_by_text("shown to nobody else, until the person knows")).to_be_visible()


def test_a_second_person_in_one_sitting_gets_words_of_their_own(plain_visitor: Page) -> None:
    first = ask(plain_visitor, about="someone", own_word="")
    press(plain_visitor, "another")
    arrive(plain_visitor, "happened")
    assert values(plain_visitor, "happened") == {"happened": ""}
    second = walk_to_the_code(plain_visitor, {"happened": {"happened": "Her brother too."}, "readers": {}})
    assert first != second
    send(plain_visitor, second, own_word="")
    for words in (first, second):
        come_back(plain_visitor, words)
        expect(plain_visitor.locator("ol.steps li.done")).to_have_count(1)


def test_two_browsers_hold_two_boxes(browser: Browser, instance: Instance, planted: list[Planted]) -> None:
    contexts = [a_visitor(browser, instance.address) for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    for page, one in zip(pages, planted[5:7], strict=True):
        come_back(page, one.words)
    signs = [page.locator("main p.quiet b").first.inner_text() for page in pages]
    assert signs[0] != signs[1]
    for context in contexts:
        context.close()
