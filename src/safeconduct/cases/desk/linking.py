"""The verbs of links for sources: make one for a question that was written down, and withdraw it."""

from datetime import date, datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.naming import refusal_to_telling
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.source_link import refusal_to_making_link, refusal_to_withdrawing_link, source_links
from safeconduct.cases.source_question import source_questions
from safeconduct.dossiers.entry import NewEntry
from safeconduct.intake.desk import linking
from safeconduct.intake.link import row_of
from safeconduct.intake.source_link import LinkQuestion, identity_of
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def make_link(ref: str, question: str, until: date, keyring: Keyring, *, at: datetime) -> str:
    """The token of a link to this question, for showing once: it is kept nowhere."""
    one = opened(ref, keyring)
    asked = next((asked for asked in source_questions(one.case.written) if asked.ref == question), None)
    insist(refusal_to_making_link(asked, source_links(one.case.written), until, on=at.date()))
    if asked:
        insist(refusal_to_telling(one, asked.source, asked.text))
    token, link = new_ref(), new_ref()
    text = asked.text if asked else ""
    linking.lay_out(token, LinkQuestion(ref, link, question, text, until))
    sign = identity_of(token).public_sign.hex()
    made = {"link": link, "question": question, "row": row_of(token), "sign": sign, "until": until.isoformat()}
    append(one, keyring, [NewEntry("sources", "source_link_made", made)], at=at)
    journal("SourceLinkMade", ref, keyring, at=at)
    return token


@transaction.atomic
def withdraw_link(ref: str, link: str, keyring: Keyring, *, at: datetime) -> None:
    """From now on it opens nothing."""
    one = opened(ref, keyring)
    found = next((known for known in source_links(one.case.written) if known.ref == link), None)
    insist(refusal_to_withdrawing_link(found))
    if found:
        linking.take_away(found.row)
    append(one, keyring, [NewEntry("sources", "source_link_withdrawn", {"link": link})], at=at)
    journal("SourceLinkWithdrawn", ref, keyring, at=at)
