"""Close the links that are out and would be refused now: called in the transaction that puts something into the file, and when
somebody opens it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from safeconduct.access.keyring import Keyring
from safeconduct.cases.capital import capital_links
from safeconduct.cases.desk.asking_capital import page_of_link, refusal_to_asking_for, refusal_to_kept_page
from safeconduct.cases.desk.naming import names_known_to, refusal_to_telling
from safeconduct.cases.desk.opening import Opened, append, journal, opened
from safeconduct.cases.mission_link import mission_links
from safeconduct.cases.source_link import source_links
from safeconduct.cases.source_question import source_questions
from safeconduct.dossiers.desk import sharing
from safeconduct.intake.consent import GroupItem, before_groups, taking_out
from safeconduct.intake.desk import linking
from safeconduct.intake.noted_link import CONSENT, NAME, holding_back, links_without_consent


@dataclass(frozen=True)
class _Held:
    ref: str
    row: str
    why: str
    item: GroupItem | None = None


def look_at_links(ref: str, keyring: Keyring, *, at: datetime) -> None:
    """By all that the file holds now."""
    hold_back_links(opened(ref, keyring), keyring, at=at)


def hold_back_links(one: Opened, keyring: Keyring, *, at: datetime) -> bool:
    """Whether something was written: the file has to be opened again then."""
    held = tuple(each for each in _would_be_refused(one, at=at) if linking.take_away(each.row))
    if not held:
        return False
    entries = [holding_back(each.ref, each.why) for each in held]
    entries += [taking_out(each.item) for each in held if each.item]
    for each in held:
        if each.item:
            sharing.end_scopes(each.item.group, [each.item.scope_ref], at=at)
    append(one, keyring, entries, at=at)
    journal("LinkHeldBack", one.dossier.ref, keyring, at=at)
    return True


def _would_be_refused(one: Opened, *, at: datetime) -> Iterator[_Held]:
    written, today = one.case.written, at.date()
    of_sources = [each for each in source_links(written) if each.opens_on(today)]
    of_capitals = [each for each in capital_links(written) if each.opens_on(today)]
    of_missions = mission_links(written, on=today)
    if of_sources:
        questions = {each.ref: each for each in source_questions(written)}
        for link in of_sources:
            question = questions.get(link.question)
            # A text that can be read no more cannot be compared, so it goes to nobody.
            if question is None or refusal_to_telling(one, question.source, question.text):
                yield _Held(link.ref, link.row, NAME)
    if of_capitals:
        less = {each.ref for each in links_without_consent(written)}
        for asked_by in of_capitals:
            made, page = page_of_link(one, asked_by)
            # A yes may have ended by its day, of which nothing is written.
            if asked_by.ref in less or made is None or refusal_to_asking_for(one, made, on=today):
                yield _Held(asked_by.ref, asked_by.row, CONSENT)
            elif page is None or refusal_to_kept_page(one, page.parts):
                yield _Held(asked_by.ref, asked_by.row, NAME)
    if of_missions:
        items, known = {each.ref: each for each in before_groups(written)}, names_known_to(one)
        for mission in of_missions:
            if known.places(mission.text):
                yield _Held(mission.ref, mission.row, NAME, items.get(mission.ref))
