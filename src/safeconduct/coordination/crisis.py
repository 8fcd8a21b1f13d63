"""A crisis handover: what the person's own words allow of giving their case to another organisation, case by case.

Whoever wrote what is to happen if the office closes is heard first. Nobody who has said nothing is taken along.
"""

from datetime import date, datetime

from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.consent_matrix import NO, matrix
from safeconduct.cases.duty import Duty, open_duties
from safeconduct.coordination.hearing import Hearing
from safeconduct.intake.consent import ASKED as QUESTION
from safeconduct.intake.consent import WITNESSED, Terms, covering
from safeconduct.vocabulary.sharing import OF_KIND, TICKS

WISH, COVERED, ASK, VOICE = "wish", "covered", "ask", "voice"
READS, ASKED, SECOND, REFUSED, UNAWARE = "reads", "asked", "second", "refused", "unaware"
WAYS = (WISH, COVERED, ASK, VOICE, SECOND, ASKED, REFUSED, UNAWARE, READS)
"""In the order in which people look at them: what must be read, what will be done, what waits, what stays, what is done."""
ALLOWS, OTHERWISE = "allows", "otherwise"


def wish_if_we_close(case: CaseFile) -> str:
    return str(case.advance_wish.get("office_closes", "")).strip()


def way_of(case: CaseFile, terms: Terms, *, kind: str, on: date) -> str:
    """`kind` is what the other organisation is. Only COVERED may be shared and only ASK be asked; WISH must be read."""
    stands = case.sharing
    asked = {one.state for one in stands.consents if one.terms.organisation == terms.organisation}
    covers = covering(terms, stands.entries, kind=kind)
    if stands.about == "unaware":
        return UNAWARE
    if any(share.reads_on(on) and terms.within(share.terms) for share in stands.shares):
        return READS
    answer = matrix(case.written, on=on).answer(OF_KIND[kind], recipient=terms.office)
    if answer and answer.word == NO:
        return REFUSED
    if covers not in ("", *TICKS):
        return COVERED
    if WITNESSED in asked:
        return SECOND
    if QUESTION in asked:
        return ASKED
    if wish_if_we_close(case):
        return WISH
    if covers:
        return COVERED
    return ASK if case.has_code and not case.is_relay else VOICE


def letter(office: str, owed: tuple[Duty, ...], sittings: tuple[Hearing, ...], *, at: datetime) -> str:
    """What the other organisation is told of the work, in numbers and days: what each is about has consents of its own."""
    duties, ahead = open_duties(owed), sum(one.is_ahead(at) for one in sittings)
    due = min((one.due for one in duties if one.due), default=None)
    days = f" The next is due on {due.isoformat()}." if due else ""
    owed_in_words = f"Open duties: {len(duties)}.{days} Hearings ahead: {ahead}."
    return f"{office} hands this over in a crisis. {owed_in_words} Please write here what you take on."
