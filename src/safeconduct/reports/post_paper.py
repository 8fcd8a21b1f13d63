"""The evidence of one post as a paper, for its work plan or a talk about it: commitments, with what the records show of each.

It names no case and no day of one: how many there were is written from a number on that points at nobody. What the post itself
noted stands in its words. Nothing is added up over commitments.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from safeconduct.coordination.tlp import AMBER_STRICT
from safeconduct.reports.agenda_words import day
from safeconduct.reports.figures import FEWEST, Period, is_small
from safeconduct.reports.paper import Paper, PaperLine, PaperSection
from safeconduct.reports.post_promises import PostEvidence
from safeconduct.reports.promise_words import kind_in_words, rule_in_words
from safeconduct.reports.promises import PromiseRow

NOT_SHOWN = "No record of this post shows it. That does not mean that nothing was done."
FOOT = (
    f"Cases count for the post that holds them; no case is named, and fewer than {FEWEST} are not counted. "
    "It is evidence for whoever follows, and no score."
)


def evidence_paper(post: str, office: str, period: Period, known: Iterable[PostEvidence]) -> Paper:
    under = (f"{office}. {day(period.first)} to {day(period.last)}.",)
    return Paper(f"What belongs to {post}", AMBER_STRICT, under, tuple(_section(one) for one in known), FOOT)


def _section(one: PostEvidence) -> PaperSection:
    rule = PaperLine(one.commitment.says, note=rule_in_words(one.commitment.evidence))
    parts = (("Shown.", one.done), ("No answer in time.", one.unanswered), ("Time left.", one.waiting))
    lines = [line for lead, rows in parts for line in _lines(lead, rows)]
    heading = f"{one.instrument.title}, {one.commitment.clause}"
    return PaperSection(heading, (rule, *lines) if lines else (rule, PaperLine(NOT_SHOWN)))


def _lines(lead: str, rows: Iterable[PromiseRow]) -> Iterator[PaperLine]:
    rows = tuple(rows)
    cases = Counter(row.event.kind for row in rows if row.card)
    for kind, number in sorted(cases.items()):
        counted = f"in fewer than {FEWEST} cases" if is_small(number) else f"in {number} cases"
        yield PaperLine(f"{kind_in_words(kind)}, {counted}.", lead)
    for row in rows:
        if row.noted:
            yield PaperLine(row.noted.says, lead, f"{kind_in_words(row.event.kind)}, {day(row.event.on)}")
