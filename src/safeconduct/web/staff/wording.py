"""Cards, clocks and tellings in an officer's words: state first, then the codename, then the reason."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format

from safeconduct.cases import eligibility
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.content_warning import WARNINGS as WARNINGS_OF_CONTENT
from safeconduct.cases.duplicate import Likeness
from safeconduct.cases.duty import says_of
from safeconduct.cases.file_origin import FileOrigin
from safeconduct.cases.request_card import Clock, RequestCard, clock
from safeconduct.cases.shared_card import SharedCard
from safeconduct.cases.story_part import StoryPart
from safeconduct.dossiers.keeping import WARNINGS, warning
from safeconduct.dossiers.lookup import DueDossier
from safeconduct.guidance.register import action_kinds
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.web.defender.questions import CHANNEL_WORDS, NEED_WORDS, URGENCY_WORDS

LANGUAGE_NAMES = {"en": "English", "fr": "French", "es": "Spanish", "ar": "Arabic", "ru": "Russian"}
SOURCES = {
    "form": "through the form",
    "phone": "by phone",
    "message": "by message",
    "paper": "on paper",
    "public": "from a public appeal",
    "sheet": "in a spreadsheet",
}
_SHAPES = {"late": "late", "soon": "soon", "running": "ring", "waits": "ring"}
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
    if clock.state == "waits":
        return "ring", "Asked back"
    return _SHAPES[clock.state], f"{duration(clock.left)} left"


def state_of(card: RequestCard, *, at: datetime) -> tuple[str, str]:
    """The one state that matters most on this card."""
    running = clock(card, at=at)
    if card.code_at_risk:
        return "late", "Code at risk"
    if card.is_declined and not card.waiting:
        return "ended", "Declined"
    if card.is_asked:
        return "ring", "Asked back"
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
        if card.source != "public" and card.promise.is_broken(at=timezone.now())
        else ""
    )
    files = ". With files" if card.files else ""
    consents = ". Consent was changed" if card.consent_changed else ""
    consents += ". A yes waits for its share" if card.yes_waiting else ""
    done = f" {last_act_in_words(card)}" if card.is_case else ""
    return f"{came}{late}{files}{consents}.{done}"


def owed_in_words(card: RequestCard, what: str, *, at: datetime) -> dict[str, str]:
    """State, sentence and reason of a case that needs something besides an answer: `what` is the page that serves it."""
    if what == "decide":
        return {"state_shape": "late", "state_word": "Second member", "sentence": " waits for a confirmation"}
    if what == "tell":
        since = card.told or card.accepted or card.received
        state = {"state_shape": "late", "state_word": f"{duration(at - since)} silent"}
        return {**state, "sentence": " has not heard from us", "reason": last_act_in_words(card)}
    says = says_of(card.duty, action_kinds())
    sentence = f": {says}" if says else " has a duty"
    return {**due_in_words(card.due, on=at.date()), "sentence": sentence, "reason": last_act_in_words(card)}


def due_in_words(due: date | None, *, on: date) -> dict[str, str]:
    days = (due - on).days if due else 0
    late = "Late 1 day" if days == -1 else f"Late {-days} days"
    word = late if days < 0 else "Today" if days == 0 else "Tomorrow" if days == 1 else f"In {days} days"
    return {"state_shape": "late" if days < 0 else "soon" if days <= 1 else "ring", "state_word": word}


def last_act_in_words(card: RequestCard) -> str:
    act = card.last_act
    if act is None:
        return "No step was taken yet."
    kind = action_kinds().get(act.kind)
    name = kind.name if kind else act.kind
    return f"Last: {name}, {date_format(act.on, 'j F')}: {label_of('results', act.result).lower()}."


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
    # Thirty in a list: Django's date_format reads its format anew for each.
    local = timezone.localtime(at)
    return f"{local.day} {MONTHS[local.month]}, {local:%H:%M}"


def origin(found: FileOrigin | None) -> str:
    """Where a file was published, in a line; "" where it was not."""
    if not found:
        return ""
    day = date_format(found.on, "j F Y") if found.on else ""
    return ", ".join(part for part in (found.author, day, found.link) if part)


def likeness_in_words(alike: Likeness) -> str:
    """ "Same country and day, both ask for a lawyer, both in French." """
    days = alike.apart.days
    when = "and day" if not days else "a day apart" if days == 1 else f"{days} days apart"
    language = LANGUAGE_NAMES.get(alike.other.language, alike.other.language)
    said = [f"same country {when}", f"both ask for {_listed([NEED_SHORT[need] for need in alike.needs])}"]
    said += [f"both in {language}"] if alike.same_language else []
    said += ["both told by somebody else"] if alike.same_about and alike.other.about != "me" else []
    return ", ".join(said).capitalize().replace(language.lower(), language) + "."


def warning_in_words(kinds: Iterable[str]) -> str:
    """ "Hard to read: torture or beating; harm to children." """
    said = "; ".join(label_of(WARNINGS_OF_CONTENT, kind) for kind in kinds)
    return f"Hard to read: {said}." if said else ""


STATUS_WORDS = {
    eligibility.DEFENDER: "Defends the rights of others",
    eligibility.PROTECTED: "Needs protection, and is not called a defender",
    eligibility.UNKNOWN: "Not known yet",
}


def eligibility_in_words(status: str, acts: Iterable[str], said_by: str) -> str:
    """ "Defends the rights of others: teaches people their rights. Says so: the person themselves." """
    done = "; ".join(label_of(eligibility.ACTS, act) for act in acts)
    known = f" Says so: {label_of(eligibility.SAYERS, said_by)}." if said_by else ""
    return f"{STATUS_WORDS.get(status, status)}{f': {done}' if done else ''}.{known}"


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


def parts_of_story(parts: Iterable[StoryPart]) -> list[dict[str, str]]:
    """What was put in from conversations: when and by whom, without a name, and the words."""
    return [
        {
            "label": f"{date_format(part.on, 'j M Y') if part.on else 'No day'} {part.time} · {part.who}",
            "text": part.text,
        }
        for part in parts
    ]


_REACH_WORDS = {**CHANNEL_WORDS, "here": "Only on the return page"}


def reach(contact: Mapping[str, Any]) -> str:
    # The defender read “here, on this page”: of the return page, not of the page that a member sees.
    way = str(_REACH_WORDS.get(contact.get("channel", ""), ""))
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
