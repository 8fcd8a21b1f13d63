"""Which post holds a dossier, and a post that asks to be relieved of it: without a reason, and nobody has to give one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from safeconduct.cases.request_card import RequestCard
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal


@dataclass(frozen=True)
class Holding:
    """The post (reference and name) that accepted or took the dossier last, empty while nobody did; `asked` since when
    it asks to be relieved."""

    post: str = ""
    post_name: str = ""
    asked: datetime | None = None


def holding(written: Iterable[Entry]) -> Holding:
    holds = Holding()
    for entry in written:
        if entry.kind == "taken" or (entry.kind == "accepted" and not holds.post):
            holds = Holding(entry.by.post, entry.by.post_name)
        elif entry.kind == "relief_asked" and entry.data["post"] == holds.post:
            holds = Holding(holds.post, holds.post_name, entry.at)
    return holds


def refusal_to_asking_relief(holds: Holding, *, post: str) -> Refusal | None:
    if holds.post != post:
        return Refusal("This post does not hold this file, so there is nothing to hand off.")
    if holds.asked:
        return Refusal("This post has asked already. The others of the compartment see it on their page of today.")
    return None


def refusal_to_taking(holds: Holding, *, post: str) -> Refusal | None:
    if holds.post == post and not holds.asked:
        return Refusal("This post holds this file already.")
    return None


def load(cards: Iterable[RequestCard]) -> Counter[str]:
    """How many open requests and cases each post (by reference) holds."""
    return Counter(card.holder for card in cards if card.holder and not card.is_declined)
