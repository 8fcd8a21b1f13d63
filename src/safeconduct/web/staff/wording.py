"""Cards, clocks and entries in an officer's words: state first, then the codename, then the reason."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases.request_card import Clock, RequestCard, clock
from safeconduct.cases.shared_card import SharedCard
from safeconduct.dossiers.entry import EmptySlip, Entry
from safeconduct.dossiers.keeping import WARNINGS, warning
from safeconduct.dossiers.lookup import DueDossier
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.web.defender.questions import CHANNEL_WORDS, CONSENT_WORDS, NEED_WORDS, URGENCY_WORDS

LANGUAGE_NAMES = {"en": "English", "fr": "French", "es": "Spanish", "ar": "Arabic", "ru": "Russian"}
SOURCES = {
    "form": "through the form",
    "phone": "by phone",
    "message": "by message",
    "paper": "on paper",
    "public": "from a public appeal",
}
_SHAPES = {"late": "late", "soon": "soon", "running": "ring"}
NEED_SHORT = {
    "lawyer": "a lawyer",
    "safe_place": "a safe place",
    "medical": "a doctor or medicine",
    "money": "money",
    "observer": "somebody at a hearing",
    "visit": "a visit",
    "visa": "a visa or papers",
    "private_word": "a quiet word with the authorities",
    "public_word": "public attention",
    "digital": "help with devices",
    "family": "help for family or others",
}


def duration(length: timedelta) -> str:
    """ "40 min", "2 h 10 min", "3 days"."""
    minutes = round(abs(length).total_seconds() / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days = hours // 24
    return "1 day" if days == 1 else f"{days} days"


def clock_in_words(clock: Clock) -> tuple[str, str]:
    """The shape and the word of a promise: "late", "40 min late"."""
    if clock.state == "late":
        return "late", f"{duration(clock.left)} late"
    return _SHAPES[clock.state], f"{duration(clock.left)} left"


def state_of(card: RequestCard, *, at: datetime) -> tuple[str, str]:
    """The one state that matters most on this card."""
    running = clock(card, at=at)
    if card.code_at_risk:
        return "late", "Code at risk"
    if running.state != "stopped":
        return clock_in_words(running)
    if card.source == "public":
        return "ring", "Public"
    if card.waiting and card.last_word:
        return "soon", f"Wrote {duration(at - card.last_word)} ago"
    if card.answered:
        return "done", "Answered"
    return "soon", "Read, no answer"


def sentence_of(card: RequestCard) -> str:
    """What follows the codename: danger, needs and country."""
    who = {"unaware": " does not know of this yet", "someone": " writes through somebody else"}.get(card.about, "")
    parts = []
    if card.source == "public":
        parts.append(" stands in a public appeal")
    else:
        danger = {"now": " says that there is danger now", "days": " expects danger within days"}.get(card.urgency)
        parts += [part for part in (danger, who) if part]
    if card.needs:
        parts.append(" asks for " + _listed([NEED_SHORT[need] for need in card.needs]))
    where = f", {country_name(card.country)}" if card.country else ""
    return (";".join(parts) or " wrote") + where


def _listed(things: list[str]) -> str:
    if len(things) > 3:
        things = [*things[:2], f"{len(things) - 2} more things"]
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"


def reason_of(card: RequestCard) -> str:
    language = LANGUAGE_NAMES.get(card.language, card.language)
    came = f"Came {moment(card.received)} {SOURCES[card.source]}" + (f", in {language}" if language else "")
    late = (
        ". The return page says that we are late"
        if not card.read and card.source != "public" and card.read_by < timezone.now()
        else ""
    )
    files = ". With files" if card.files else ""
    consents = ". Consent was changed" if card.consent_changed else ""
    consents += ". A yes waits for its share" if card.yes_waiting else ""
    return f"{came}{late}{files}{consents}."


def due_heading(number: int) -> str:
    dossiers = "One dossier falls due" if number == 1 else f"{number} dossiers fall due"
    return f"{dossiers} within {max(WARNINGS)} days"


def due_row(card: RequestCard, due: DueDossier, *, today: date) -> dict[str, str]:
    left = (due.first_on - today).days
    first, last = (date_format(day, "j F Y") for day in (due.first_on, due.last_on))
    is_parted = due.first_on != due.last_on
    return {
        "state_shape": "ring" if warning(due.first_on, today=today) == max(WARNINGS) else "soon",
        "state_word": f"{left} days left" if left > 1 else "1 day left" if left == 1 else "Due now",
        "codename": card.codename,
        "address": reverse("staff:dossier", args=[card.dossier]),
        "sentence": f": the name is kept until {first}" if is_parted else f" is kept until {first}",
        "reason": f"The rest is kept until {last}." if is_parted else "Then only empty slips stay.",
        "verb": "Open",
        "verb_address": reverse("staff:dossier", args=[card.dossier]),
    }


def moment(at: datetime) -> str:
    """In the office's own time zone, which the door has set for this request."""
    return date_format(timezone.localtime(at), "j F, H:i")


ENTRY_KINDS = {
    "arrived": "Arrived.",
    "told": "What was told.",
    "contact": "How to be reached.",
    "consent": "Consent.",
    "file": "File.",
    "working_copy": "Working copy.",
    "read": "Opened.",
    "accepted": "Accepted.",
    "answer": "Answer.",
    "note": "Note.",
    "consent_asked": "Asked for a yes.",
    "consent_answered": "Answered our question.",
    "consent_witnessed": "A yes, given another way.",
    "consent_words": "How the yes was given.",
    "consent_confirmed": "Confirmed by a second member.",
    "consent_withdrawn": "Took the yes back.",
    "shared": "Shared.",
    "share_ended": "Share ended.",
    "share_letter": "Letter of a share.",
    "share_received": "Received.",
    "themes_chosen": "Groups and themes.",
    "haven_asked": "Asked of others.",
    "haven_answered": "Answered by others.",
    "relocation_planned": "Relocation.",
    "need_noted": "Need.",
    "need_met": "Need looked after.",
    "risk_assessed": "Risk assessed.",
    "risk_view": "Their view of the danger.",
    "share_note": "Between the organisations.",
    "word": "From the defender.",
    "code_at_risk": "Code at risk.",
    "code_given": "Code given.",
    "code_changed": "Code changed.",
    "contact_wish": "Wish on contact.",
    "advance_wish": "Advance wish.",
    "wish_kept": "Wish left.",
    "emptied": "Emptied from view.",
    "reading_ended": "Reading ended.",
    "erasure_asked": "Erasure asked.",
    "erasure_undone": "Erasure undone.",
}
_SENTENCES = {
    "told": "The telling stands above.",
    "contact": "How to be reached stands above.",
    "read": "Read for the first time; the return page shows it.",
    "accepted": "From request to case.",
    "code_at_risk": "Others may have the code. The box is closed; agree on another way.",
    "code_given": "A new code was read out or handed over.",
    "contact_wish": "How, when and how often to be reached stands above.",
    "advance_wish": "What to do when nobody can ask stands above.",
    "wish_kept": "A wish was left.",
    "themes_chosen": "They stand above.",
    "haven_asked": "It stands on the page of haven and travel.",
    "haven_answered": "It stands on the page of haven and travel.",
    "relocation_planned": "The plan stands on the page of haven and travel.",
    "need_noted": "It stands on the page of the needs.",
    "need_met": "How it stands is on the page of the needs.",
    "risk_assessed": "The assessment stands on the page of the risk.",
    "risk_view": "Their answers stand on the page of the risk.",
    "emptied": "Read messages no longer show on the return page.",
    "erasure_asked": "Hidden from every office.",
    "erasure_undone": "Shown again.",
}


def entry_in_words(entry: Entry | EmptySlip, *, unsigned: frozenset[int]) -> dict[str, str]:
    if isinstance(entry, EmptySlip):
        text = (
            "The content is gone. This slip stays so that the order can be checked."
            if entry.erased
            else "Closed to this post."
        )
        day = date_format(datetime.fromisoformat(entry.day), "j M")
        return {
            "day": day,
            "kind": "Erased." if entry.erased else "Sealed.",
            "text": text,
            "by": "empty slip",
            "mark": "erased",
        }
    warning = " · the signature does not match: ask an administrator" if entry.seq in unsigned else ""
    by_post = entry.by.kind == "member"
    return {
        "day": date_format(timezone.localtime(entry.at), "j M"),
        "kind": ENTRY_KINDS.get(entry.kind, entry.kind),
        "text": _text_of(entry),
        "by": f"{_author(entry)} · {date_format(timezone.localtime(entry.at), 'H:i')} · {entry.scope.replace('_', ' ')}{warning}",
        "mark": "by_post" if by_post else "by_defender",
    }


def _text_of(entry: Entry) -> str:
    data: Mapping[str, Any] = entry.data
    if entry.kind == "word":
        return " ".join(part for part in ("Urgent now." if data.get("urgent") else "", data["text"]) if part)
    if entry.kind == "consent":
        return _consents(data["given"])
    if entry.kind in ("file", "working_copy"):
        return str(data["name"])
    if entry.kind == "arrived":
        return f"To {data['office']}."
    if entry.kind in ("consent_asked", "consent_witnessed", "shared", "share_letter"):
        until = date_format(date.fromisoformat(data["until"]), "j F Y")
        return f"{data['office']}: {parts_in_words(data['parts'])}; until {until}; {data['marking']}."
    if entry.kind == "consent_answered":
        return "Yes." if data["yes"] else "No."
    return str(data.get("text") or _SENTENCES.get(entry.kind, ""))


def _consents(given: list[str]) -> str:
    if not given:
        return "Nothing was ticked: ask before anything is told to anybody."
    return "; ".join(str(CONSENT_WORDS[one]) for one in given) + "."


def _author(entry: Entry) -> str:
    if entry.by.kind == "member":
        return f"{entry.by.post_name} ({entry.by.name})"
    return {
        "defender": "signed with code and own word",
        "code": "signed with the code alone",
        "relay": "signed with the relay’s code",
        "import": "taken in from a public text",
    }[entry.by.kind]


PARTS = {
    "story": "what was told",
    "files": "the files",
    "contact": "how to reach the person",
    "identity": "the name",
}
PURPOSES = {"support": "to help the person", "advice": "to advise us", "act_together": "to act together"}
WAYS = {
    "in_person": "in person",
    "call": "in a call",
    "writing": "in writing",
    "representative": "by who speaks for them",
    "advance_wish": "by the advance wish",
}


def parts_in_words(parts: Iterable[str]) -> str:
    return ", ".join(PARTS[part] for part in parts)


MARKINGS = {
    "TLP:AMBER+STRICT": "nothing: it stays inside your organisation (TLP:AMBER+STRICT)",
    "TLP:AMBER": "what those must know who help (TLP:AMBER)",
    "TLP:GREEN": "to others who protect defenders, never to the public (TLP:GREEN)",
}


def story_facts(story: Mapping[str, Any]) -> dict[str, str]:
    """The coded part of what was told, by label; empty where nothing was said."""
    country = story.get("country", "")
    known = country_name(country_code(country)) if country_code(country) else country
    return {
        "Danger": str(URGENCY_WORDS.get(story.get("urgency", ""), "")),
        "Where": ", ".join(part for part in (story.get("place", ""), known) if part),
        "Asks for": needs_in_words(story.get("needs", [])),
    }


def told_by_part(story: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was told, in the defender's own words."""
    parts = {
        "What happened": story.get("happened", ""),
        "What is needed": story.get("need_words", ""),
        "Work for the rights of others": story.get("work", ""),
    }
    return [{"label": label, "text": text} for label, text in parts.items() if text]


def reach(contact: Mapping[str, Any]) -> str:
    way = str(CHANNEL_WORDS.get(contact.get("channel", ""), ""))
    return ": ".join(part for part in (way, contact.get("address", "")) if part)


def shared_row(card: SharedCard) -> dict[str, str]:
    """A row of a list; see rows.html."""
    where = f", {country_name(card.country)}" if card.country else ""
    needs = f" asks for {_listed([NEED_SHORT[need] for need in card.needs])}" if card.needs else ""
    until = date_format(card.until, "j F")
    return {
        "state_shape": "ring",
        "state_word": "Shared",
        "codename": card.codename,
        "sentence": f"{needs}{where}",
        "reason": f"By {card.office}, until {until}: {parts_in_words(card.parts)}; {PURPOSES[card.purpose]}. {card.marking}.",
    }


def needs_in_words(needs: list[str]) -> str:
    return "; ".join(str(NEED_WORDS[need]) for need in needs)
