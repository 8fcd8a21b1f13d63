"""Reads what requests read once and then keep, before the workers are forked: they share it, nobody's first page waits
for it, and the collecting after each request does not look through it. It is the program's own: no text of any request.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from inspect import signature
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import engines
from django.template.utils import get_app_template_dirs
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import formats, translation

from safeconduct.cases import coded_list
from safeconduct.sealing import code

OF_ANOTHER_SHAPE = frozenset(("consent_purposes",))
"""Lists beside the coded ones, which a function of their own reads."""


def read_ahead() -> None:
    """Every page, template, language and list."""
    for name in template_names():
        engines["django"].get_template(name)
    for language, _own_name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext(language)  # any word: the first one reads the catalogue
            formats.get_format("DATE_FORMAT")
            _addresses()
    for name in {file.stem for file in coded_list.FOLDER.glob("*.toml")} - OF_ANOTHER_SHAPE:
        coded_list.coded_list(name)
    with suppress(code.Misread):
        code.read("one " * code.WORDS)
    for read in read_once():
        read()


def _addresses() -> None:
    """Where the pages stand in this language: asking for one that is not there reads them all."""
    for tree in get_resolver().namespace_dict:
        with suppress(NoReverseMatch):
            reverse(f"{tree}:none")


def template_names() -> Iterator[str]:
    """Of our templates, and of those of Django that our forms are made with."""
    folders = map(Path, chain(engines["django"].engine.dirs, get_app_template_dirs("templates")))
    return (file.relative_to(folder).as_posix() for folder in folders for file in folder.rglob("*.html"))


def read_once() -> list[Callable[[], Any]]:
    """The functions of our loaded modules that ask for nothing and keep what they have read."""
    modules = [module for name, module in sys.modules.items() if name.startswith("safeconduct.")]
    found = {id(one): one for module in modules for one in vars(module).values() if hasattr(one, "cache_info")}
    return [one for one in found.values() if not signature(one).parameters]
