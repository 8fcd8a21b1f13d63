"""The matrix of consents in an officer's words: rows of purposes, cells of answers, what waits, what lasts."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.formats import date_format

from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.concerned_person import concerned_persons
from safeconduct.cases.consent_matrix import ASK_FIRST, NO, YES, Answer, Matrix, matrix
from safeconduct.cases.consent_purpose import consent_purposes, purpose_named
from safeconduct.cases.withdrawal import Lasting, lasting
from safeconduct.guidance.register import the_register
from safeconduct.web.staff import wording
from safeconduct.web.staff.case.consent_form import SCOPE_WORDS, WORD_WORDS

_SHAPES = {YES: "done", ASK_FIRST: "half", NO: "bar"}
_GIVERS = {
    "self": "by the person",
    "representative": "by somebody for the person",
    "group": "by the group",
    "advance_wish": "by the advance wish",
}


def tables(case: CaseFile, *, on: date) -> list[dict[str, Any]]:
    """One table for the defender and one for each person who has answers; see `staff/case/consent_table.html`."""
    stands = matrix(case.written, on=on)
    persons = [("", "The defender"), *((one.ref, one.label) for one in concerned_persons(case.written))]
    made = [{"label": label, "rows": _rows(stands, person)} for person, label in persons]
    return [table for table in made if table["rows"]]


def _rows(stands: Matrix, person: str) -> list[dict[str, Any]]:
    rows = []
    for purpose in consent_purposes():
        answers = [one for one in stands.answers if (one.purpose, one.person) == (purpose.value, person)]
        if answers:
            for_all = [one for one in answers if not one.recipient]
            named = [one for one in answers if one.recipient]
            states = named if purpose.state_or_company else []
            others = [] if purpose.state_or_company else named
            cells = [("In general", for_all), ("By name", others), ("State or company", states)]
            rows.append(
                {
                    "purpose": purpose.label,
                    "cells": [{"column": column, "answers": [_cell(one) for one in of]} for column, of in cells],
                }
            )
    return rows


def _cell(answer: Answer) -> dict[str, str]:
    until = f"until {_day(answer.until)}" if answer.until else ""
    way = label_of("answer_channels", answer.channel) if answer.channel else ""
    usual = purpose_named(answer.purpose).scopes
    covers = scopes_in_words(answer.scopes) if answer.word == YES and answer.scopes != usual else ""
    given = f"{wording.moment(answer.at).split(',')[0]}, {_GIVERS[answer.given_by]}"
    return {
        "shape": _SHAPES[answer.word],
        "word": str(WORD_WORDS[answer.word]),
        "recipient": answer.recipient,
        "limit": "; ".join(part for part in (way, covers, until) if part),
        "given": given,
    }


def line_in_words(answer: Any, case: CaseFile) -> str:
    """What an answer or a question is about, in one line. `answer` has the fields of a Line."""
    persons = {one.ref: one.label for one in concerned_persons(case.written)}
    until = f"until {_day(answer.until)}" if answer.until else ""
    parts = [
        answer.recipient or f"any: {purpose_named(answer.purpose).recipient}",
        persons.get(answer.person, "") if answer.person else "",
        label_of("answer_channels", answer.channel) if answer.channel else "",
        scopes_in_words(answer.scopes),
        until,
    ]
    return "; ".join(part for part in parts if part)


def scopes_in_words(scopes: Iterable[str]) -> str:
    known = {**SCOPE_WORDS, "files": SCOPE_WORDS["evidence_working"]}
    return ", ".join(str(known.get(scope, scope)).lower() for scope in scopes)


def lasting_in_words(case: CaseFile) -> list[dict[str, str]]:
    return [{"day": _day(one.on), "text": _lasts(one)} for one in lasting(case.written)]


def _lasts(one: Lasting) -> str:
    if one.kind == "shared":
        return f"{one.recipient} could read parts of the file. What was read, copied or told on stays known."
    if one.kind == "press":
        return (
            f"A note for the press left the house, for {one.recipient}. Ask that desk not to use it; it may not listen."
        )
    name = next((kind.name for kind in the_register().actions if kind.id == one.kind), "")
    return f"A step was taken{f': {name}' if name else ''}. Whoever knows of it keeps knowing it."


def _day(day: str) -> str:
    return date_format(date.fromisoformat(day), "j F Y")
