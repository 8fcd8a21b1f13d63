"""Reads what was dropped or pasted as a conversation: mail where it has the headers of mail, else a chat."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from safeconduct.cases.conversation.chat import turns_in_chat
from safeconduct.cases.conversation.mail import is_mail, turns_in_mail
from safeconduct.cases.conversation.turn import Turn, in_order
from safeconduct.cases.plain_text import LARGEST_BYTES, TOO_LARGE, text_from
from safeconduct.vocabulary.refusal import Refused


@dataclass(frozen=True)
class Conversation:
    """`turns` in order; `left_out` counts mails without plain text."""

    turns: tuple[Turn, ...] = field(repr=False)
    left_out: int = 0


def conversation(content: bytes, *, month_first: bool | None = None) -> Conversation:
    """Raises Refused with what is wrong and what to do."""
    if len(content) > LARGEST_BYTES:
        raise Refused(TOO_LARGE)
    if is_mail(content):
        mails, left_out = turns_in_mail(content)
        return Conversation(in_order(_with_replies(mails)), left_out)
    return Conversation(in_order(turns_in_chat(text_from(content), month_first=month_first)))


def _with_replies(mails: Iterable[Turn]) -> Iterator[Turn]:
    """A mail that quotes others holds their turns too. What stands before the first is what its sender wrote."""
    for mail in mails:
        try:
            own, *quoted = turns_in_chat(mail.text)
        except (Refused, ValueError):
            yield mail
            continue
        if own.who:
            yield mail
            continue
        yield Turn(mail.on, mail.time, mail.who, own.text)
        yield from quoted
