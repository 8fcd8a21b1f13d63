"""Reading a pasted text takes no longer for odd characters than for plain ones: nobody can stop the office with one."""

import time

import pytest

from safeconduct.intake.letters import chosen_by_letters
from safeconduct.intake.plain_form import LONGEST_TEXT, read, written
from safeconduct.vocabulary.telling import NEEDS

SECONDS = 2
RUNS = {
    "accents": "\u0301",
    "accents of two kinds": "\u0301\u0327",
    "Arabic marks": "\u0628\u0651\u064e",
    "lines of accents": "\u0301\u0327" * 190 + "\n",
    "Korean parts": "\u1100\u1161\u11a8",
    "a ligature": "\ufdfa",
    "spaces": " ",
    "no-break spaces and marks": "\xa0\u200f",
    "digits": "1",
    "numbers": "1 2 ",
    "labels": "1.1 ",
    "quote marks": ">",
    "spaced quote marks": "> ",
    "letters": "A, ",
    "brackets": "[]",
    "printed marks": "== ",
    "points": "…",
    "line ends": "\r\n",
}


@pytest.mark.parametrize("ending", ["", "x"], ids=["", "then a letter"])
@pytest.mark.parametrize("start", ["", "e", "1.1: ", "2.1: ", "2: ", "3.1: ", "> 3: ", "== "])
@pytest.mark.parametrize("run", RUNS.values(), ids=list(RUNS))
def test_a_text_of_full_length_is_read_at_once(run, start, ending):
    text = (start + run * LONGEST_TEXT)[: LONGEST_TEXT - 1] + ending
    began = time.process_time()
    read(text)
    assert time.process_time() - began < SECONDS


def test_letters_after_which_much_else_stands_choose_nothing():
    assert chosen_by_letters("A C", NEEDS)
    assert not chosen_by_letters("A C" + " " * 1_000, NEEDS)


def test_what_stands_far_behind_a_printed_line_is_not_lost():
    form = written([(1, "What happened?", "", ())])
    heading = next(line for line in form.splitlines() if "What happened?" in line)
    assert read(form).happened == ""
    told = f"{heading}{' ' * 1_000}They took my brother."
    assert "They took my brother." in read(form.replace(heading, told)).happened
