"""docs/asvs.toml answers each requirement of levels 1 and 2 of the standard; each named test exists; the summary is its count."""

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.house.test_requirements import exists

ROOT = Path(__file__).parents[2]
SUMMARY = ROOT / "docs" / "asvs.md"
ANSWERED = tomllib.loads((ROOT / "docs" / "asvs.toml").read_text(encoding="utf-8"))
NEEDS = {"met": "tests", "not applicable": "why", "open": "missing"}
BEGIN, END = "<!-- answers: begin -->\n", "<!-- answers: end -->"


def levels():
    lines = Path(__file__).with_name("asvs_ids.txt").read_text(encoding="utf-8").splitlines()
    return {number: int(level) for number, level in (line.split() for line in lines if not line.startswith("#"))}


LEVELS = levels()


def refusal_to_answering(said):
    """Why a requirement may not be answered like this, or None."""
    answer = said.get("answer")
    if answer not in NEEDS:
        return f"The answer is one of: {', '.join(NEEDS)}."
    if set(said) != {"answer", NEEDS[answer]}:
        return f"“{answer}” needs “{NEEDS[answer]}” and nothing else."
    given = said[NEEDS[answer]]
    if answer == "met" and not (isinstance(given, list) and given):
        return "It needs the tests that show it."
    if answer != "met" and (not isinstance(given, str) or len(given.split()) < 2 or given.endswith(".")):
        return "It needs a clause."
    return None


def counted():
    """The rows of the summary, as lines of a table."""
    count = Counter((LEVELS[number], said["answer"]) for number, said in ANSWERED.items())
    lines = [f"| level | requirements | {' | '.join(NEEDS)} | not answered |", f"|---|{'---|' * (len(NEEDS) + 2)}"]
    for level in (1, 2, 3):
        asked = sum(one == level for one in LEVELS.values())
        of_each = [count[level, answer] for answer in NEEDS]
        lines.append(f"| {level} | {asked} | {' | '.join(map(str, of_each))} | {asked - sum(of_each)} |")
    return "".join(f"{line}\n" for line in lines)


def test_the_list_of_ids_is_that_of_the_standard():
    assert Counter(LEVELS.values()) == {1: 70, 2: 183, 3: 92}
    assert all(re.fullmatch(r"\d{1,2}\.\d\.\d{1,2}", number) for number in LEVELS)


def test_every_requirement_of_levels_1_and_2_is_answered_and_none_that_does_not_exist():
    assert [number for number, level in LEVELS.items() if level < 3 and number not in ANSWERED] == []
    assert [number for number in ANSWERED if number not in LEVELS] == []


@pytest.mark.parametrize("number", ANSWERED)
def test_an_answer_names_its_tests_or_its_reason(number):
    assert refusal_to_answering(ANSWERED[number]) is None
    assert [named for named in ANSWERED[number].get("tests", ()) if not exists(named)] == []


@pytest.mark.parametrize(
    "said",
    [
        {"answer": "nearly", "why": "a good reason"},
        {"answer": "met", "tests": []},
        {"answer": "met", "why": "we think so"},
        {"answer": "open", "missing": ""},
        {"answer": "not applicable"},
    ],
    ids=["another answer", "no test", "a reason for a test", "nothing missing", "no reason"],
)
def test_an_answer_without_its_reason_is_noticed(said):
    assert refusal_to_answering(said) is not None


def test_the_summary_is_the_count_of_the_answers():
    assert SUMMARY.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0] == counted()
