"""What an operator must know at every start: translations without a reader, and what this machine lacks."""

import argparse

from safeconduct.cases import cleaning
from safeconduct.vocabulary.language import LANGUAGES
from safeconduct.web import environment


def run(_arguments: argparse.Namespace) -> None:
    print("\n".join(sentences()))


def sentences() -> list[str]:
    return [sentence for sentence in (_unread_languages(), _missing_packages(), _missing_mail()) if sentence]


def _unread_languages() -> str:
    unread = [language.own_name for language in LANGUAGES if not language.read_by_a_speaker]
    if not unread:
        return ""
    return f"Not yet read by a speaker: {', '.join(unread)}. Have somebody you trust read each before defenders rely on it."


def _missing_packages() -> str:
    missing = cleaning.missing()
    if not missing:
        return ""
    return (
        f"Missing Debian packages: {', '.join(missing)}. Without them files stay sealed originals: "
        "no copy without hidden data can be made."
    )


def _missing_mail() -> str:
    if environment.mail_server():
        return ""
    return (
        "No mail server is set: no office is told by mail that something may be waiting. See SAFECONDUCT_MAIL_SERVER."
    )
