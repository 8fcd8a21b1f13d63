"""Lands that another country holds: which of the two a passage tells of besides, as Palestine where forces of Israel act."""

from collections.abc import Sequence

from safeconduct.cases.suggesting.atlas import Mention, held
from safeconduct.cases.suggesting.passage import Passage
from safeconduct.cases.suggesting.standing import acts
from safeconduct.cases.suggesting.word_list import WordList


def other_of_two(
    told: Sequence[Mention], said: Sequence[Mention], heading: str, passage: Passage, words: WordList
) -> list[Mention]:
    """The mentions of the land where its holder acts, and of the holder where its forces act there; both where the heading
    names both."""
    codes = {code for one in told for code in one.countries}
    if len(codes) != 1:
        return []
    headed = {code for one in said if one.span.end <= len(heading) for code in one.countries}
    if holder := held().get(next(iter(codes))):
        named = {holder, *codes} <= headed
        return [one for one in said if one.countries == {holder} and (named or acts(one, passage, words))]
    land = {holder: land for land, holder in held().items()}.get(next(iter(codes)))
    there = [one for one in said if one.countries == {land}]
    return there if {land, *codes} <= headed or any(acts(one, passage, words) for one in told) else []
