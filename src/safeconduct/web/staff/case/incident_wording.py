"""Incidents and clocks in an officer's words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases.case_clock import CaseClock
from safeconduct.cases.coded_list import coded_list, label_of
from safeconduct.cases.incident import Detention, Hearing, Incident
from safeconduct.cases.incident_date import IncidentDate
from safeconduct.cases.label_example import LabelExample
from safeconduct.vocabulary.place_name import country_name
from safeconduct.web.staff.wording import duration, moment

JOINT_WORDS = {"follows": "Follows", "part_of": "Part of", "causes": "Led to"}
CLOCK_WORDS = {
    "threat": "A threat is to be looked at again",
    "hearing": "A hearing",
    "question": "A source is to be asked",
    "reprisal": "The plan for a reprisal has an open step",
}
_FORMATS = {4: "Y", 7: "F Y", 10: "j F Y"}


def acts(values: Iterable[str]) -> str:
    """ "Threatened; watched or followed": only the first begins with a capital."""
    first, *rest = [label_of("acts", value) for value in values]
    return "; ".join([first, *(label[:1].lower() + label[1:] for label in rest)])


def types_of_acts(values: Iterable[str]) -> str:
    """The types of HURIDOCS under which these acts may fall, with their codes."""
    ours = set(values)
    return "; ".join(f"{row.value} {row.label}" for row in coded_list("huridocs_acts") if row.group in ours)


def in_short(incident: Incident) -> str:
    """ "Threatened and more, 3 March 2026": how an incident is named in a line."""
    more = " and more" if len(incident.acts) > 1 else ""
    return f"{label_of('acts', incident.acts[0])}{more}, {day(incident.first) or 'no date known'}"


def region(code: str) -> str:
    """ "the north of Guatemala" for GT-north."""
    country, _, part = code.partition("-")
    named = country_name(country)
    return f"{label_of('region_parts', part)} of {named}" if part else named


def day(known: IncidentDate) -> str:
    if not known.earliest:
        return ""
    written = date_format(known.earliest, _FORMATS[len(known.written)])
    return f"about {written}" if known.about else written


def month(written: str) -> str:
    """ "March 2026" for 2026-03."""
    return date_format(date.fromisoformat(f"{written}-01"), "F Y")


def period(incident: Incident) -> str:
    first, last = day(incident.first), day(incident.last)
    if first and last:
        return f"{first} to {last}"
    return first or (f"until {last}" if last else "no date known")


def in_words(
    one: Incident, known: tuple[Incident, ...], names: dict[str, str], files: dict[int, str]
) -> dict[str, Any]:
    """One incident of the time line; `names` are those of the sources, `files` those of files by their number. See
    templates/staff/case/incidents.html."""
    by_ref = {other.ref: other for other in known}
    facts = {
        "Where": ", ".join(part for part in (one.place, region(one.region) if one.region else "") if part),
        "By": label_of("perpetrators", one.perpetrator) if one.perpetrator else "",
        "HURIDOCS": types_of_acts(one.acts),
        "Known from": ", ".join(names[source] for source in one.sources if source in names),
        "Labels used": _labels(one, files),
        **{JOINT_WORDS[joint.kind]: in_short(by_ref[joint.to]) for joint in one.joints if joint.to in by_ref},
        "Look again": date_format(date.fromisoformat(one.follow_up_on), "j F Y") if one.follow_up_on else "",
        "Reprisal for": _reprisal(one),
        **(_detention(one.detention) if one.detention else {}),
    }
    corrected = "" if not one.corrections else "corrected once" if one.corrections == 1 else "corrected several times"
    return {
        "ref": one.ref,
        "acts": acts(one.acts),
        "when": period(one),
        "text": one.text,
        "facts": [{"label": label, "text": text} for label, text in facts.items() if text],
        "note": corrected,
    }


def _labels(one: Incident, files: dict[int, str]) -> str:
    """Each label with where it was used: "Foreign agent (seen: news.jpg; https://…), Criminal"."""
    labels = [(value, label_of("stigmas", value)) for value in one.stigmas]
    labels += [("", f"“{one.own_label}”")] if one.own_label else []
    return ", ".join(f"{label}{_seen(value, one.examples, files)}" for value, label in labels)


def _seen(label: str, examples: Iterable[LabelExample], files: dict[int, str]) -> str:
    found = [part for one in examples if one.label == label for part in (files.get(one.file, ""), one.address) if part]
    return f" (seen: {'; '.join(found)})" if found else ""


def _reprisal(one: Incident) -> str:
    whom = label_of("reprisal_for", one.reprisal_for) if one.reprisal_for else ""
    return ": ".join(part for part in (whom, one.contact) if part) if whom else ""


def _detention(held: Detention) -> dict[str, str]:
    access = {"lawyer": held.lawyer, "family": held.family, "doctor": held.doctor}
    seen = [f"{who}: {label_of('access_in_detention', value).lower()}" for who, value in access.items() if value]
    return {
        "Held by": label_of("perpetrators", held.held_by),
        "Held since": day(held.since),
        "Held at": held.where,
        "Charge": held.charge,
        "Sees": "; ".join(seen),
        "Next hearing": hearing(held.hearing) if held.hearing else "",
    }


def hearing(one: Hearing) -> str:
    """At the court's own time, and so said."""
    hour = f", {one.hour}" if one.hour else ", hour not known"
    return f"{date_format(date.fromisoformat(one.day), 'j F Y')}{hour}, time of {one.zone.replace('_', ' ')}"


def until(due: datetime, *, at: datetime) -> tuple[str, str]:
    """The shape and the words of what is due: "3 h late", "2 days left"."""
    left = due - at
    if left.total_seconds() < 0:
        return "late", f"{duration(left)} late"
    return "soon", f"{duration(left)} left"


def clock_sentence(clock: CaseClock) -> str:
    """What follows the codename on the day's page."""
    what = CLOCK_WORDS.get(clock.what) or label_of("case_marks", clock.what)
    return f": {what[:1].lower()}{what[1:]}"


def clock_reason(clock: CaseClock) -> str:
    if clock.what in ("threat", "hearing", "question") and clock.due.time() == clock.due.min.time():
        return f"On {date_format(clock.due, 'j F Y')}."
    return f"By {moment(timezone.localtime(clock.due))}."
