"""Says to the operator which translations no speaker has read yet."""

import argparse

from safeconduct.vocabulary.language import LANGUAGES


def run(_arguments: argparse.Namespace) -> None:
    print(sentence())


def sentence() -> str:
    unread = [language.own_name for language in LANGUAGES if not language.read_by_a_speaker]
    if not unread:
        return "Every translation was read by a speaker."
    return f"Not yet read by a speaker: {', '.join(unread)}. Have somebody you trust read each before defenders rely on it."
