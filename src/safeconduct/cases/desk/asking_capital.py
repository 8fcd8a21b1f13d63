"""The verbs of the page for the capital: keep it, make or withdraw a link to it, write down a word; and the link's own answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import NO_CONSENT, stopped
from safeconduct.cases.capital import (
    SAYS,
    CapitalLink,
    CapitalPage,
    SealedPage,
    capital_link_place,
    capital_links,
    capital_pages,
    identity_of,
    key_of,
    refusal_to_capital_link,
    refusal_to_capital_word,
    refusal_to_outlasting,
    refusal_to_page,
    sealed_page_from,
)
from safeconduct.cases.consent_matrix import matrix
from safeconduct.cases.decision import Decision, decisions
from safeconduct.cases.desk.naming import names_known_to
from safeconduct.cases.desk.opening import Opened, append, journal, opened
from safeconduct.dossiers import lookup
from safeconduct.dossiers.desk import writing
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.dossiers.signing import SOURCE
from safeconduct.guidance.register import action_kinds
from safeconduct.intake.desk import linking
from safeconduct.intake.link import gone_by, row_of
from safeconduct.intake.noted_link import noting
from safeconduct.sealing.record import new_ref, seal, unseal
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist, the_one


@dataclass(frozen=True)
class CapitalAnswer:
    """What somebody said by telephone, mail or face to face. `said_by` is a function."""

    says: str
    how: str
    said_by: str
    on: date | None


@transaction.atomic
def keep_page(ref: str, decision: str, parts: Mapping[str, str], keyring: Keyring, *, at: datetime) -> None:
    """As it goes out. Raises NotFound."""
    one = opened(ref, keyring)
    made = _decision(one, decision)
    insist(refusal_to_asking_for(one, made, on=at.date()))
    insist(refusal_to_kept_page(one, parts))
    kept = {"page": new_ref(), "decision": decision, "parts": {key: text.strip() for key, text in parts.items()}}
    append(one, keyring, [NewEntry("decisions", "capital_asked", kept)], at=at)
    journal("CapitalAsked", ref, keyring, at=at)


def refusal_to_kept_page(one: Opened, parts: Mapping[str, str]) -> Refusal | None:
    """By the names that the file holds now."""
    return refusal_to_page(parts, names_known_to(one))


def refusal_to_asking_for(one: Opened, decision: Decision, *, on: date) -> Refusal | None:
    """Nothing is asked for that the person does not allow any more."""
    if decision.is_no_action:
        return Refusal("This decision plans no step. Decide on one, then ask for it.")
    if not _allowed(one, decision, on=on):
        return Refusal("The person does not allow these steps any more. Ask the person, then decide again.")
    return None


def _allowed(one: Opened, decision: Decision, *, on: date) -> frozenset[str]:
    """The steps that the person allows on a day."""
    halted = {step.ref for step in stopped(one.case.written, action_kinds(), consents=matrix(one.case.written, on=on))}
    return frozenset(step.ref for step in decision.steps) - halted


def page_of_link(one: Opened, link: CapitalLink) -> tuple[Decision | None, CapitalPage | None]:
    """With the decision that it asks for."""
    for made in decisions(one.case.written):
        for page in capital_pages(one.case.written, made.ref):
            if page.ref == link.page:
                return made, page
    return None, None


@transaction.atomic
def make_capital_link(ref: str, decision: str, until: date, keyring: Keyring, *, at: datetime) -> str:
    """The token of a link to the newest page, for showing once: it is kept nowhere. Raises NotFound."""
    one = opened(ref, keyring)
    decided = _decision(one, decision)
    insist(refusal_to_asking_for(one, decided, on=at.date()))
    page = _newest(one, decision)
    insist(refusal_to_kept_page(one, page.parts))
    insist(refusal_to_capital_link(capital_links(one.case.written), page.ref, until, on=at.date()))
    insist(refusal_to_outlasting(_allowed(one, decided, on=at.date()), _allowed(one, decided, on=until)))
    token, link = new_ref(), new_ref()
    opens = SealedPage(ref, link, page.ref, page.parts, until)
    body = seal(key_of(token), opens.as_bytes(), capital_link_place(row_of(token)))
    linking.keep(row_of(token), body, opens.until)
    sign = identity_of(token).public_sign.hex()
    made = {"link": link, "question": page.ref, "row": row_of(token), "sign": sign, "until": until.isoformat()}
    purposes = {purpose for step in decided.steps for purpose in step.purposes} - {NO_CONSENT}
    noted = noting(link, row_of(token), purposes)
    append(one, keyring, [NewEntry("decisions", "capital_link_made", made), noted], at=at)
    journal("CapitalLinkMade", ref, keyring, at=at)
    return token


@transaction.atomic
def withdraw_capital_link(ref: str, link: str, keyring: Keyring, *, at: datetime) -> None:
    """From now on it opens nothing. Raises NotFound."""
    one = opened(ref, keyring)
    found = next((each for each in capital_links(one.case.written) if each.ref == link), None)
    if found is None or not found.opens_on(found.until):
        raise NotFound
    linking.take_away(found.row)
    append(one, keyring, [NewEntry("decisions", "capital_link_withdrawn", {"link": link})], at=at)
    journal("CapitalLinkWithdrawn", ref, keyring, at=at)


@transaction.atomic
def record_capital_word(ref: str, decision: str, word: CapitalAnswer, keyring: Keyring, *, at: datetime) -> None:
    """About the newest page. Raises NotFound."""
    one = opened(ref, keyring)
    page = _newest(one, decision)
    insist(refusal_to_capital_word(word.says, word.how, word.said_by, word.on, on=at.date()))
    said = {"question": page.ref, "says": word.says, "how": word.how, "said_by": word.said_by.strip()}
    said["on"] = (word.on or at.date()).isoformat()
    append(one, keyring, [NewEntry("decisions", "capital_word", said)], at=at)
    journal("CapitalWordRecorded", ref, keyring, at=at)


def _decision(one: Opened, ref: str) -> Decision:
    return the_one(decisions(one.case.written), ref)


def _newest(one: Opened, decision: str) -> CapitalPage:
    pages = capital_pages(one.case.written, decision)
    if not pages:
        raise NotFound
    return pages[-1]


# Without an account


def open_capital_link(token: str, *, at: datetime) -> SealedPage | None:
    """None for a wrong, used, withdrawn or expired link alike, and when the file is closed or hidden."""
    row = row_of(token)
    body = linking.kept(row)
    if body is None:
        return None
    try:
        found = sealed_page_from(unseal(key_of(token), body, capital_link_place(row)))
    except Unopened:
        return None
    is_over = at >= gone_by(found.until) or lookup.is_hidden(found.dossier) or lookup.is_closed(found.dossier)
    return None if is_over else found


@transaction.atomic
def answer_capital_link(token: str, says: str, *, at: datetime) -> bool:
    """Whether the answer was taken. Afterwards the link opens nothing."""
    linking.kept(row_of(token), hold=True)
    found = open_capital_link(token, at=at)
    if found is None or says not in SAYS:
        return False
    linking.take_away(row_of(token))
    by = Author(SOURCE, ref=found.link, identity=identity_of(token))
    said = NewEntry("decisions", "capital_answered", {"link": found.link, "question": found.page, "says": says})
    # The server cannot open the decisions, so the answer gets a key of its own, sealed to the compartment.
    writing.append(found.dossier, [said], {}, held=(), by=by, at=at)
    return True
