"""Turns of mail: one for each mail of a file, read by Python's own library; no picture, no link, no attachment."""

import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

from safeconduct.cases.conversation.turn import Turn
from safeconduct.cases.plain_text import tidy
from safeconduct.vocabulary.refusal import Refusal, Refused

_BOUNDARY = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
_HEADER = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n?", re.MULTILINE)
NO_TEXT = Refusal("No mail in this file has plain text. Open it, copy its text, and paste that.")


def is_mail(content: bytes) -> bool:
    """Headers of a mail at the top, with a sender and a day; or several mails in one file."""
    head = _HEADER.match(content[content.find(b"\n") + 1 :] if content.startswith(b"From ") else content)
    names = {line.partition(b":")[0].lower() for line in head[0].splitlines()} if head else set()
    return {b"from", b"date"} <= names


def turns_in_mail(content: bytes) -> tuple[tuple[Turn, ...], int]:
    """As they came, and how many mails were left out because they have no plain text. Raises Refused when all were."""
    whole = content.replace(b"\r\n", b"\n")
    mails = _BOUNDARY.split(whole)[1:] if whole.startswith(b"From ") else [whole]
    read = [_turn(mail) for mail in mails]
    turns = tuple(turn for turn in read if turn)
    if not turns:
        raise Refused(NO_TEXT)
    return turns, len(read) - len(turns)


def _turn(raw: bytes) -> Turn | None:
    mail = message_from_bytes(raw, policy=policy.default)
    text = "\n\n".join(part for part in _texts(mail)).strip()
    return Turn(_day(mail), "", _sender(mail), text) if text else None


def _texts(mail: EmailMessage) -> Iterator[str]:
    body = mail.get_body(preferencelist=("plain",))
    if body is None:
        return
    try:
        yield tidy(str(body.get_content()))
    except (LookupError, UnicodeError):
        payload = body.get_payload(decode=True)
        yield tidy(payload.decode("utf-8", "replace") if isinstance(payload, bytes) else "")


def _day(mail: EmailMessage) -> date | None:
    try:
        moment = getattr(mail["date"], "datetime", None)
    except (ValueError, TypeError, IndexError):
        return None
    return moment.date() if moment else None


def _sender(mail: EmailMessage) -> str:
    try:
        addresses = getattr(mail["from"], "addresses", ())
        return (addresses[0].display_name or addresses[0].addr_spec) if addresses else str(mail["from"] or "")
    except (ValueError, TypeError, IndexError, AttributeError):
        return ""
