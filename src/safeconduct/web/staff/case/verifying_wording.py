"""Verification in an officer's words: where a case stands, results, and what a source is told."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.incident import Incident, incidents
from safeconduct.cases.reuse import Reused
from safeconduct.cases.source_link import HELD, WITHDRAWN, SourceAnswer, SourceLink
from safeconduct.cases.source_question import source_questions
from safeconduct.cases.verification import (
    CONFIRMS,
    DENIES,
    PERSON,
    Verification,
    VerificationCheck,
    next_check,
    refusal_to_acting_on,
    refusal_to_counting,
    verification_facts,
    verifications,
)
from safeconduct.web.staff.case import incident_wording
from safeconduct.web.staff.case.incident_wording import in_short
from safeconduct.web.staff.case.link_address import HELD_WORDS

SAYS_WORDS = {CONFIRMS: "Confirmed", DENIES: "Denied", "cannot_say": "Could not say"}
_SHAPES = {CONFIRMS: "done", DENIES: "bar", "cannot_say": "ring"}
LAST_QUESTION = "Is it so, as far as you know, and how do you know it?"
SHOWN = 2
NO_NEXT_STEP = "No next step is written down."


def standing(case: CaseFile, shown: Iterable[Incident], *, on: date) -> list[dict[str, str]]:
    """One line for acting on the person and on each incident that is shown, and one for counting each of these."""
    results = verifications(case.written)
    lines = [_acting(PERSON, "The person", results, on=on)]
    for one in shown:
        lines += [_acting(one.ref, in_short(one), results, on=on), _counting(one, results, on=on)]
    return lines


def _acting(target: str, about: str, results: Iterable[Verification], *, on: date) -> dict[str, str]:
    refusal = refusal_to_acting_on(target, results, on=on)
    if refusal:
        return {"shape": "ring", "word": "Not yet for acting", "about": about, "text": refusal.sentence}
    mine = [one for one in results if one.target == target and one.says == CONFIRMS and one.stands_on(on)]
    return {"shape": "done", "word": "Confirmed for acting", "about": about, "text": grounds(mine)}


def _counting(one: Incident, results: Iterable[Verification], *, on: date) -> dict[str, str]:
    refusal = refusal_to_counting(one, results, on=on)
    if refusal:
        return {"shape": "ring", "word": "Not yet for counting", "about": in_short(one), "text": refusal.sentence}
    text = "Each fact rests on two reliable sources of separate origins."
    return {"shape": "done", "word": "Verified for counting", "about": in_short(one), "text": text}


def grounds(results: Iterable[Verification]) -> str:
    """ "Referee, source B, information 2; partner organisation, source C, information 3.": never who it is."""
    said = [f"{label_of('verification_bases', one.basis)}, {grades(one)}" for one in results]
    return "; ".join(said) + "."


def grades(one: Verification | Reused) -> str:
    return f"source {one.grade}, information {one.information.removeprefix('i')}"


def good_until(case: CaseFile) -> str:
    until = verification_facts(case.written)["verified_until"]
    return f"Good until {_day(date.fromisoformat(until))}" if until else ""


def next_step(case: CaseFile) -> str:
    """What was planned; without that, the question to a source that is to be answered first."""
    if check := next_check(case.written):
        return check_in_words(check)
    asked = sorted(one.by for one in source_questions(case.written) if not one.answered)
    return f"A source was asked, until {_day(date.fromisoformat(asked[0]))}." if asked else NO_NEXT_STEP


def check_in_words(check: VerificationCheck) -> str:
    return f"Next: {label_of('next_checks', check.step)}, by {_day(date.fromisoformat(check.by))}."


def result(one: Verification, case: CaseFile, names: dict[str, str], *, on: date) -> dict[str, Any]:
    """A row of the results; `names` are those of the sources, for the office's own eyes."""
    about = {incident.ref: in_short(incident) for incident in incidents(case.written)}
    facts = ", ".join(label_of("verified_facts", fact).lower() for fact in one.facts)
    confidence = f"confidence {label_of('confidences', one.confidence).lower()}"
    said = {entry.data["verification"]: entry.data["words"] for entry in case.written if entry.kind == "source_words"}
    shape, word = _SHAPES[one.says], SAYS_WORDS[one.says]
    if one.doubt:
        shape, word = "ended", "Taken back" if one.retracted else "In doubt"
    elif not one.stands_on(on):
        shape, word = "ended", "Ran out"
    return {
        "ref": one.ref,
        "shape": shape,
        "word": word,
        "about": about.get(one.target, "The person"),
        "text": f"{facts or 'nothing'}; {grades(one)}; {confidence}",
        "source": names.get(one.source, "a source that was erased"),
        "until": f"until {_day(one.until)}",
        "words": said.get(one.ref, ""),
        "doubt": one.doubt,
        "can_doubt": not one.retracted,
        "can_share": one.stands_on(on),
    }


def reused_result(one: Reused, *, on: date) -> dict[str, str]:
    """What a partner reads of a result that it may rely on; a tick alone it never is."""
    month = incident_wording.month(one.month) if one.month else "no month known"
    about = f"{incident_wording.acts(one.acts)}, {month}" if one.acts else "The person"
    facts = ", ".join(label_of("verified_facts", fact).lower() for fact in one.facts)
    shape, word = _SHAPES[one.says], SAYS_WORDS[one.says]
    if one.doubt:
        shape, word = "late", "Taken back" if one.retracted else "In doubt"
    elif on > one.until:
        shape, word = "ended", "Ran out"
    basis = label_of("verification_bases", one.basis) + (f", {one.referee}" if one.referee else "")
    confidence = label_of("confidences", one.confidence).lower()
    text = f"{basis}; {grades(one)}; confidence {confidence}; until {_day(one.until)}"
    return {"shape": shape, "word": word, "about": f"{about}: {facts}", "text": text, "doubt": one.doubt}


def question_text(target: Incident | None, parts: Iterable[str], own: str) -> str:
    """All that a source is told, word for word."""
    told = {
        "acts": incident_wording.acts(target.acts) if target else "",
        "month": incident_wording.month(target.first.month) if target and target.first.month else "",
        "region": f"In {incident_wording.region(target.region)}" if target and target.region else "",
    }
    sentences = [f"{told[part]}." for part in ("acts", "month", "region") if part in parts and told[part]]
    sentences += [own.strip()] if own.strip() else []
    return " ".join([*sentences, LAST_QUESTION]) if sentences else ""


def link_in_words(link: SourceLink | None, answer: SourceAnswer | None, *, on: date) -> str:
    """What became of the newest link to a question."""
    if link is None:
        return ""
    made = f"Link of {_day(timezone.localdate(link.at))}"
    if answer:
        return f"{made}: answered {_day(timezone.localdate(answer.at))} by whoever had it."
    if link.state == WITHDRAWN:
        return f"{made}: withdrawn."
    if link.state == HELD:
        return f"{made}: held back, because {HELD_WORDS[link.why]}"
    return f"{made}: good until {_day(link.until)}." if link.opens_on(on) else f"{made}: its time is over."


def answer_in_words(answer: SourceAnswer) -> str:
    return {"yes": "Says: it is so", "no": "Says: it is not so"}.get(answer.says, "Cannot or does not want to say")


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """Verification as the case's own page shows it: the person and the newest incidents."""
    on = at.date()
    newest = list(reversed(incidents(case.written)))[:SHOWN]
    return {
        "template": "staff/case/verified_section.html",
        "rule": good_until(case),
        "lines": standing(case, newest, on=on),
        "next": next_step(case) if next_check(case.written) or not good_until(case) else "",
        "address": reverse("staff:verification", args=[case.ref]),
    }
