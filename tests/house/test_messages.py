"""What an exception says: a sentence without names, references or contents, however it is made."""

import importlib
import inspect
import pkgutil
import re

import pytest

import safeconduct
from safeconduct.sealing.code import Misread
from safeconduct.vocabulary.refusal import Refusal, Refused

CANARY = "canary"
# Importing these starts the program or builds the application.
LEFT_OUT = ("safeconduct.program.__main__", "safeconduct.web.wsgi")


def exceptions():
    for module in pkgutil.walk_packages(safeconduct.__path__, "safeconduct."):
        if module.name in LEFT_OUT or ".migrations" in module.name:
            continue
        for one in vars(importlib.import_module(module.name)).values():
            if inspect.isclass(one) and issubclass(one, BaseException) and one.__module__ == module.name:
                yield one


EXCEPTIONS = {f"{one.__module__}.{one.__qualname__}": one for one in exceptions()}


def made(kind):
    """The exception, with a canary for everything that it takes."""
    if kind is Refused:
        return kind(Refusal("This file is closed. Ask the coordinator to reopen it."))
    if kind is Misread:
        return kind("unknown word", CANARY)
    if kind.__init__ in (Exception.__init__, BaseException.__init__):
        return kind()
    taken = inspect.signature(kind).parameters.values()
    needed = [one for one in taken if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD]
    return kind(*(CANARY for _ in needed))


def test_there_are_exceptions_to_look_at():
    assert {"Refused", "NotFound", "Unopened", "Uncertified", "Misread"} <= {
        one.__name__ for one in EXCEPTIONS.values()
    }


@pytest.mark.parametrize("kind", EXCEPTIONS.values(), ids=list(EXCEPTIONS))
def test_an_exception_names_nobody_and_nothing(kind):
    said = str(made(kind))
    assert CANARY not in said and CANARY not in repr(made(kind))
    assert not re.search(r"[0-9a-f]{16}", said)
    assert said == "" or said.endswith("."), said


def test_every_exception_has_a_docstring_or_is_private():
    assert [name for name, one in EXCEPTIONS.items() if not (one.__doc__ or one.__name__.startswith("_"))] == []
