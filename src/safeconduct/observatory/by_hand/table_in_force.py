"""The table that figures are made from: one row for each statement, with the codes in force and where they come from."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from safeconduct.observatory.by_hand.codebook import Codebook
from safeconduct.observatory.by_hand.hand_coding import HandCoding, HandCodings
from safeconduct.observatory.by_hand.in_force import InForce, in_force
from safeconduct.observatory.coding import FIELDS, Coding, coded
from safeconduct.observatory.coding_rules import coding_rules
from safeconduct.observatory.published_text import PublishedText

# Where a statement was made, as counts leave forums in or out.
FORUMS: Mapping[str, str] = {"eu_hrc": "hrc", "eu_osce": "osce", "eu_coe": "coe", "eu_unga": "unga"}


def rows_in_force(
    statements: Iterable[list[dict[str, Any]]], codings: HandCodings, book: Codebook
) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """`statements`: the texts of each, the one that is coded first. Rows as `observatory code` writes them, with `versions`,
    `coded_by` (people, machine or both), `by_people`, `disputed`, `codebook`, `published`, `forum`, `url` and `seen`, and
    `rules`, those of the machine where it coded anything; and the machine's doubts by field, less those that a person answered."""
    by_text: dict[str, list[HandCoding]] = {}
    for (text, _), coding in sorted(codings.latest.items()):
        by_text.setdefault(text, []).append(coding)
    settled = list(codings.resolutions.values())
    for texts in statements:
        lead, ids = texts[0], {text["id"] for text in texts}
        machine = coded(
            PublishedText(lead["id"], lead["title"], lead["text"], lead["url"], lead["language"], lead["published"])
        )
        hand = _of_one_text_each([one for text in texts for one in by_text.get(text["id"], ())])
        told = in_force(machine.values, hand, (one for one in settled if one.text in ids), book)
        doubts = {name: why for name, why in machine.doubts.items() if name not in told.by_people}
        yield _told(texts, told) | _codes(machine, told, book), doubts


def _codes(machine: Coding, told: InForce, book: Codebook) -> dict[str, Any]:
    by_machine = {name: list(words) for name, words in machine.words.items() if words and name not in told.by_people}
    by_all = set(book.fields) <= set(told.by_people)
    return {
        "language": machine.language,
        **told.values,
        "cannot_tell": [name for name in FIELDS if told.values[name] is None],
        "evidence": by_machine,
        "coded_by": "people" if by_all else "both" if told.by_people else "machine",
        "by_people": list(told.by_people),
        "disputed": list(told.disputed),
        "codebook": str(book.version),
        "rules": None if by_all else coding_rules(),
    }


def _told(texts: list[dict[str, Any]], told: InForce) -> dict[str, Any]:
    lead, issuer = texts[0], told.values["issuer_kind"]
    names = ("id", "relation", "language", "url", "published", "seen")
    return {
        "id": lead["statement"],
        "published": told.values["date"] or lead["published"] or None,
        "forum": FORUMS.get(issuer, "bilateral") if issuer else None,
        "title": lead["title"],
        "url": lead["url"],
        "seen": min(text["seen"] for text in texts),
        "text": lead["id"],
        "versions": [{name: text[name] for name in names} for text in texts],
    }


def _of_one_text_each(codings: list[HandCoding]) -> list[HandCoding]:
    """A person who coded several versions of a statement is heard once: on the version that is coded."""
    heard: dict[str, HandCoding] = {}
    for coding in codings:
        heard.setdefault(coding.by, coding)
    return list(heard.values())
