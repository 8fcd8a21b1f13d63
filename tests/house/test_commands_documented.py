"""docs/commands.md lists every command of `safeconduct` with its words and options, and no other."""

import argparse
import re
from pathlib import Path

import pytest

from safeconduct import program

PAGE = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^## `safeconduct ([^`]+)`$", re.MULTILINE)


class Built(Exception):
    """The parser is complete; nothing is to be run."""


@pytest.fixture
def commands(monkeypatch):
    """Every command as its words, with what it says of itself and its parser."""
    found = []

    def take(parser, *_given):
        found.append(parser)
        raise Built

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", take)
    with pytest.raises(Built):
        program.main()
    return dict(below(found[0], ()))


def below(parser, words):
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                inner = action.choices[choice.dest]
                deeper = list(below(inner, (*words, choice.dest)))
                yield from deeper or [(" ".join((*words, choice.dest)), (choice.help, inner))]


def section(command):
    return PAGE.split(f"## `safeconduct {command}`\n")[1].split("\n## ")[0]


def test_the_page_lists_exactly_the_commands(commands):
    assert sorted(HEADING.findall(PAGE)) == sorted(commands)
    assert "serve" in commands and "intake import" in commands


def test_each_command_is_said_in_the_words_of_its_help(commands):
    for command, (words, _) in commands.items():
        assert words.lower() in section(command).lower(), command


def test_each_option_is_listed_and_no_other(commands):
    for command, (_, parser) in commands.items():
        options = {option for action in parser._actions for option in action.option_strings} - {"-h", "--help"}
        assert set(re.findall(r"^\| `(--[a-z-]+)", section(command), re.MULTILINE)) == options, command
        positional = {action.dest for action in parser._actions if not action.option_strings}
        assert set(re.findall(r"^\| `([A-Z]+)`", section(command), re.MULTILINE)) == {
            name.upper() for name in positional
        }, command


def test_a_default_on_the_page_is_the_one_in_the_program(commands):
    for command, (_, parser) in commands.items():
        for action in parser._actions:
            if action.option_strings and action.default not in (None, False, argparse.SUPPRESS):
                values = action.default if isinstance(action.default, list) else [action.default]
                line = next(
                    line for line in section(command).splitlines() if line.startswith(f"| `{action.option_strings[0]}")
                )
                assert all(str(value) in line for value in values), (command, line)
