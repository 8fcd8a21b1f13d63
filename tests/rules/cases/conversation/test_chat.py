"""Chats and copied mail: each style with its example, days in either order, nothing lost before the first turn."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.conversation.chat import NO_TURNS, reads_month_first, styles, turns_in_chat
from safeconduct.cases.conversation.reading import conversation
from safeconduct.vocabulary.refusal import Refused

DAY = date(2026, 3, 12)


@pytest.mark.parametrize("style", styles(), ids=[one.name for one in styles()])
def test_the_example_of_each_style_is_read(style):
    assert [(turn.on, turn.who.split()[0], turn.text) for turn in turns_in_chat(style.example)] == [
        (DAY, "Auntie", "They came again.")
    ]


WRITTEN = {
    "Android, American": ("3/12/26, 2:05 PM - Tía: Vinieron", "Tía", "Vinieron"),
    "Android, American, with a narrow blank": ("3/12/26, 2:05\u202fPM - Tía: Vinieron", "Tía", "Vinieron"),
    "Android, French": ("12/03/2026 à 14:05 - Tante : Ils sont là", "Tante", "Ils sont là"),
    "Android, Russian": ("12.03.2026, 14:05 - Тётя: Они пришли", "Тётя", "Они пришли"),
    "Android, Arabic digits": ("\u200f١٢/٣/٢٠٢٦، ٢:٠٥ م - خالتي: جاؤوا", "خالتي", "جاؤوا"),
    "iPhone, with marks of direction": ("\u200e[12.03.26, 14:05:33] \u200eТётя: Они пришли", "Тётя", "Они пришли"),
    "year first": ("2026-03-12, 14:05 - Tía: Vinieron", "Tía", "Vinieron"),
    "Signal": ("[2026-03-12 14:05] Auntie: They came", "Auntie", "They came"),
    "Telegram, the day in words": ("Auntie, [12 Mar 2026 at 14:05:33]:\nThey came", "Auntie", "They came"),
    "mail headers, French": (
        "De : Tante <t@example.org>\nEnvoyé : jeudi 12 mars 2026 14:05\nÀ : nous\nObjet : x\n\nIls sont là",
        "Tante <t@example.org>",
        "Ils sont là",
    ),
    "a reply, French": (
        "Le jeu. 12 mars 2026 à 14:05, Tante <t@example.org> a écrit :\n> Ils\n> sont là",
        "Tante <t@example.org>",
        "Ils\nsont là",
    ),
    "a reply, Spanish": (
        "El jue, 12 mar 2026 a las 14:05, Tía (<t@example.org>) escribió:\n> Vinieron",
        "Tía (<t@example.org>)",
        "Vinieron",
    ),
    "a reply, Russian": (
        "чт, 12 мар. 2026 г. в 14:05, Тётя <t@example.org>:\n> Пришли",
        "Тётя <t@example.org>",
        "Пришли",
    ),
    "a reply, Arabic": (
        "في الخميس، 12 مارس 2026 في 2:05 م تمت كتابة ما يلي بواسطة خالتي <t@example.org>:\n> جاؤوا",
        "خالتي <t@example.org>",
        "جاؤوا",
    ),
}


@pytest.mark.parametrize(("text", "who", "said"), WRITTEN.values(), ids=list(WRITTEN))
def test_each_program_and_language_writes_it_another_way(text, who, said):
    (turn,) = conversation(text.encode()).turns
    assert (turn.on, turn.who, turn.text) == (DAY, who, said)


def test_a_turn_goes_on_until_the_next_and_what_the_program_says_is_left_out():
    text = "12/03/2026, 14:05 - A: One\ntwo: three\n\n12/03/2026, 14:06 - B left\n12/03/2026, 14:07 - B: Four"
    assert [(turn.who, turn.text) for turn in turns_in_chat(text)] == [("A", "One\ntwo: three"), ("B", "Four")]


def test_what_stands_before_the_first_turn_is_not_lost():
    first, second = turns_in_chat("They are at the door.\n12/03/2026, 14:05 - A: One")
    assert (first.on, first.who, first.text, second.text) == (None, "", "They are at the door.", "One")


def test_turns_are_put_in_order_by_day():
    text = "13/03/2026, 09:00 - A: Later\n12/03/2026, 09:00 - A: Earlier\n45/03/2026, 09:00 - A: Never"
    assert [turn.text for turn in conversation(text.encode()).turns] == ["Earlier", "Later", "Never"]


def test_a_text_without_turns_is_refused():
    with pytest.raises(Refused, match=NO_TURNS.sentence):
        turns_in_chat("Nothing to split here.")


ORDERS = {
    "a day above twelve first": ([(13, 3, 26), (1, 4, 26)], False),
    "a day above twelve second": ([(3, 13, 26), (4, 1, 26)], True),
    "rising as months first": ([(3, 4, 26), (3, 5, 26), (4, 1, 26)], True),
    "rising as days first": ([(3, 4, 26), (4, 4, 26), (1, 5, 26)], False),
    "nothing tells": ([(3, 4, 26)], False),
    "the year first": ([(2026, 3, 13)], False),
    "no numbers": ([None], False),
}


@pytest.mark.parametrize(("days", "month_first"), ORDERS.values(), ids=list(ORDERS))
def test_the_order_of_day_and_month_is_read_from_the_whole(days, month_first):
    assert reads_month_first(days) is month_first


def test_where_nothing_tells_an_american_clock_does():
    assert reads_month_first([(3, 4, 26)], is_american=True)
    assert not reads_month_first([(3, 4, 26), (4, 4, 26), (1, 5, 26)], is_american=True)


@given(st.text(max_size=300) | st.text("0123456789/.:[]-, \nAFromOn>", max_size=120))
def test_any_text_is_split_or_refused(text):
    try:
        turns = turns_in_chat(text)
    except Refused:
        return
    assert all(turn.text for turn in turns)
