"""What a box shows to whoever came back: how far each office is, what it wrote and asked, who holds what."""

from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from safeconduct.cases.word_owed import overdue_since
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.intake import visit as seeing
from safeconduct.intake.progress import STEPS, Progress
from safeconduct.intake.visit import Seen
from safeconduct.web.defender import answering, sharing
from safeconduct.web.defender.effects import EFFECT_WORDS, EffectSeen
from safeconduct.web.defender.words import day_in_words, moment_in_words


def progress_of(seen: Seen) -> list[dict[str, Any]]:
    return [
        {"steps": _steps(office.progress), "name": seeing.office_name(office.dossier) if office.dossier else ""}
        for office in seen.offices
        if office.progress and not office.erase_after
    ]


def _steps(progress: Progress) -> list[dict[str, str]]:
    words = {
        "arrived": _("Arrived"),
        "read": _("Read"),
        "working": _("Someone is working on it"),
        "answered": _("Answered"),
    }
    # Answered ends it, also where nobody needed to read or to work on it first.
    now = "" if progress.is_done("answered") else next(step for step in STEPS if not progress.is_done(step))
    by = _("By %(moment)s (the office’s time).") % {"moment": moment_in_words(progress.promise.ends)}
    steps = []
    for step in STEPS:
        state = "done" if progress.is_done(step) else "now" if step == now else "open"
        day = day_in_words(progress.days[step]) + "." if state == "done" else ""
        if step == "answered" and not day and progress.promise.waits:
            day = _("The office has asked something and waits for your answer.")
        elif (state == "now" and step == "read") or (step == "answered" and not day):
            day = by
        steps.append({"word": words[step], "state": state, "day": day or _("Not yet.")})
    return steps


def warning(seen: Seen) -> dict[str, str] | None:
    late = [
        office.progress for office in seen.offices if office.progress and office.progress.is_late(at=timezone.now())
    ]
    if late:
        promised = moment_in_words(min(progress.promise.ends for progress in late))
        return {
            "title": _("Not answered yet") if all(one.is_done("read") for one in late) else _("Not read yet"),
            "text": _("We said %(moment)s and did not do it. Do not wait longer.") % {"moment": promised},
        }
    return None


def contents(seen: Seen, effect: EffectSeen | None) -> dict[str, Any]:
    opened = [office.dossier for office in seen.offices if office.dossier]
    erasing = [office.erase_after for office in seen.offices if office.erase_after]
    if erasing:
        return {
            "erasure": {"until": moment_in_words(min(erasing))},
            "messages": [],
            "held": [],
            "done": [],
            "asked": [],
        }
    messages = sorted((one for dossier in opened for one in seeing.messages(dossier)), key=_moment, reverse=True)
    return {
        "messages": [
            {
                "from_us": one.from_office,
                "day": day_in_words(one.at.date()),
                "text": sharing.question(one.question.terms) if one.question else one.text,
                "office": one.office,
                "question": one.question.ref if one.question and one.question.state == "asked" else "",
                "answered": sharing.answer(one.question) if one.question else "",
                "feedback": one.feedback,
                "effect": "" if one.effect is None else EFFECT_WORDS[one.effect],
                "effect_form": _effect_form(one.feedback, effect) if one.feedback else None,
            }
            for one in messages
        ],
        "asked": answering.asked(opened),
        "owed": _owed(opened),
        "can_empty": bool(messages),
        "held": [held for dossier in opened for held in (held_by_office(dossier), *sharing.held_by_others(dossier))],
        "done": [
            {"day": day_in_words(entry.at.date()), "text": _DONE[entry.kind]}
            for dossier in opened
            for entry in dossier.written(*_DONE)
        ],
        "staff_saw_code": any(_staff_saw_code(dossier) for dossier in opened),
    }


def _owed(opened: list[OpenDossier]) -> str:
    """The day by which a word from an office should have come and has not, or ""."""
    today = timezone.localdate()
    days = [day for one in opened if not seeing.ended_on(one) and (day := overdue_since(one.written(), on=today))]
    return day_in_words(min(days)) if days else ""


def _effect_form(feedback: str, sent: EffectSeen | None) -> EffectSeen:
    """The one that was sent comes back with what was typed."""
    return sent if sent and sent.prefix == feedback else EffectSeen(prefix=feedback)


_DONE = {
    "read": translation.gettext_lazy("Someone at the office opened what you sent."),
    "accepted": translation.gettext_lazy("The office took it up and is working on it."),
}


def _staff_saw_code(dossier: OpenDossier) -> bool:
    """Whether the newest code was seen by the office that wrote it down."""
    given = dossier.written("arrived", "code_given")
    return bool(given and given[-1].data.get("staff_saw_code"))


def _moment(message: seeing.Message) -> datetime:
    return message.at


def held_by_office(dossier: OpenDossier) -> dict[str, str]:
    since = day_in_words(next(entry.at.date() for entry in dossier.written("arrived")))
    ended = seeing.ended_on(dossier)
    what = _("All that you sent: your story, how to reach you, your files, and your name if you gave one")
    if ended:
        days = _("from %(since)s to %(ended)s.") % {"since": since, "ended": day_in_words(ended)}
        note = _("It may still have a copy.")
        return {
            "office": seeing.office_name(dossier),
            "what": what,
            "state": "ended",
            "days": days,
            "note": note,
            "ref": "",
        }
    days = _("since %(since)s") % {"since": since}
    return {
        "office": seeing.office_name(dossier),
        "what": what,
        "state": "reads",
        "days": days,
        "note": "",
        "ref": dossier.ref,
    }
