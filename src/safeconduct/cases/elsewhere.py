"""Where else somebody can go whom this office declines: bodies that fit what the card says, and how to name them."""

from collections.abc import Iterable
from datetime import date

from safeconduct.cases.request_card import RequestCard
from safeconduct.cases.standard_words import standard_words
from safeconduct.guidance.match import CaseFacts, Fit, match
from safeconduct.guidance.mechanism import Mechanism
from safeconduct.guidance.source import doubts


def bodies_that_fit(card: RequestCard, mechanisms: Iterable[Mechanism], *, today: date) -> tuple[Fit, ...]:
    """By name. Where the person stays is the card's country; of what nation they are is not known."""
    facts = CaseFacts(
        stay=card.country,
        nationality="",
        needs=card.needs,
        urgency=card.urgency or "no",
        asks_as="person" if card.about == "me" else "third_party",
    )
    return match(facts, mechanisms, today=today).fits


def is_confirmed(mechanism: Mechanism, *, today: date) -> bool:
    """Whether its entry was read at its source, lately."""
    return not doubts(mechanism.verification, mechanism.last_checked, today=today, stored_copy=mechanism.stored_copy)


def closing_words(words: str, bodies: Iterable[Mechanism], *, language: str, today: date) -> str:
    """What the person reads: the office's words, then each body with the way to it, doubtful ones marked."""
    named = [_line(body, language, today=today) for body in bodies]
    others = [standard_words("elsewhere", "may_help", language), *named] if named else []
    return "\n".join([words.strip(), *(["", *others] if others else [])])


def _line(body: Mechanism, language: str, *, today: date) -> str:
    """Never the page where something was read about it: that may be anybody's."""
    if not body.contact:
        return f"– {body.name} ({standard_words('elsewhere', 'no_address', language)})"
    sure = "" if is_confirmed(body, today=today) else f" ({standard_words('elsewhere', 'unconfirmed', language)})"
    return f"– {body.name}: {body.contact}{sure}"
