"""Cards, clocks and entries in an officer's words: state first, then the codename, then the reason."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases import eligibility, triage
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.consent_purpose import purpose_named
from safeconduct.cases.content_warning import WARNINGS as WARNINGS_OF_CONTENT
from safeconduct.cases.duplicate import Likeness
from safeconduct.cases.request_card import Clock, RequestCard, clock
from safeconduct.cases.shared_card import SharedCard
from safeconduct.cases.story_part import StoryPart
from safeconduct.dossiers.entry import EmptySlip, Entry
from safeconduct.dossiers.keeping import WARNINGS, warning
from safeconduct.dossiers.lookup import DueDossier
from safeconduct.guidance.register import action_kinds
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.web.defender.questions import CHANNEL_WORDS, CONSENT_WORDS, NEED_WORDS, URGENCY_WORDS

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
    return f"{came}{late}{files}{consents}."


def owed_in_words(card: RequestCard, what: str, *, at: datetime) -> dict[str, str]:
    """State, sentence and reason of a case that needs something besides an answer: `what` is the page that serves it."""
    if what == "decide":
        return {"state_shape": "late", "state_word": "Second member", "sentence": " waits for a confirmation"}
    if what == "tell":
        since = card.told or card.accepted or card.received
        state = {"state_shape": "late", "state_word": f"{duration(at - since)} silent"}
        return {**state, "sentence": " has not heard from us", "reason": last_act_in_words(card)}
    days = (card.due - at.date()).days if card.due else 0
    late = "Late 1 day" if days == -1 else f"Late {-days} days"
    word = late if days < 0 else "Today" if days == 0 else "Tomorrow" if days == 1 else f"In {days} days"
    shape = "late" if days < 0 else "soon" if days <= 1 else "ring"
    return {"state_shape": shape, "state_word": word, "sentence": " has a duty", "reason": last_act_in_words(card)}


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
    "asked_back": "Asked back.",
    "declined": "Declined.",
    "decline_reason": "Why declined.",
    "reopened": "Reopened.",
    "eligibility": "Eligibility.",
    "pair_judged": "Compared.",
    "content_warning": "Warning before the telling.",
    "relief_asked": "Asked to be relieved.",
    "taken": "Taken over.",
    "eligibility_words": "What the person does, in words.",
    "note": "Note.",
    "confirmed_facts": "Coded facts.",
    "story_part": "Part of the story.",
    "consent_asked": "Asked for a yes.",
    "consent_answered": "Answered our question.",
    "consent_witnessed": "A yes, given another way.",
    "consent_words": "How the yes was given.",
    "consent_confirmed": "Confirmed by a second member.",
    "consent_withdrawn": "Took the yes back.",
    "answer_asked": "Asked about a purpose.",
    "answered": "Answer on a purpose.",
    "answer_words": "How the answer was given.",
    "answer_confirmed": "Confirmed by a second member.",
    "person_added": "Somebody beside them.",
    "deletion_asked": "To delete copies.",
    "deletion_confirmed": "Answer on deletion.",
    "deletion_words": "How they answered.",
    "withdrawal_checked": "Was it free?",
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
    "emergency_declared": "Emergency.",
    "emergency_confirmed": "Emergency confirmed.",
    "decided": "Decision.",
    "difference_explained": "Why it is treated differently.",
    "step_done": "Action.",
    "step_dropped": "Step dropped.",
    "event_dated": "Day.",
    "duty_opened": "Duty opened.",
    "duty_done": "Duty done.",
    "duty_waived": "Duty waived.",
    "duty_passed": "Duty passed on.",
    "feedback_given": "Told the person.",
    "word_promised": "Word owed to the person.",
    "word_kept": "No word is owed any more.",
    "feedback_reached": "Whether it reached them.",
    "statement_drafted": "Draft of a statement.",
    "statement_published": "Statement published.",
    "effect_noted": "What changed, as we see it.",
    "effect_seen": "What changed, as they see it.",
    "word": "From the person.",
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
    "incident": "Incident.",
    "incident_corrected": "Incident corrected.",
    "reprisal_step": "Step of a plan.",
    "mark_set": "Mark set.",
    "mark_handled": "First steps of a mark taken.",
    "mark_lifted": "Mark lifted.",
    "source_added": "Source.",
    "source_asked": "Asked a source.",
    "source_words": "What a source said.",
    "source_link_made": "Link for a source.",
    "source_link_withdrawn": "Link withdrawn.",
    "source_answered": "A source answered.",
    "verification": "Verification.",
    "verification_doubted": "Verification in doubt.",
    "verification_shared": "Verification given to a partner.",
    "next_check": "Next check.",
}
_SENTENCES = {
    "told": "The telling stands above.",
    "contact": "How to be reached stands above.",
    "confirmed_facts": "What was confirmed stands above.",
    "read": "Read for the first time; the return page shows it.",
    "accepted": "From request to case.",
    "deletion_confirmed": "What they said stands with the consents.",
    "relief_asked": "No reason is asked for. Somebody else takes it.",
    "taken": "This post holds it from here on.",
    "reopened": "A request again; no day of erasure is set any more.",
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
    "source_added": "A source was added; who it is stands with the sources.",
    "source_link_made": "For one answer to one question.",
    "source_link_withdrawn": "It opens nothing any more.",
    "source_answered": "By a link; it stands with the questions to sources until it is graded.",
    "source_words": "How it was said stands with the sources.",
    "verification": "A result with its grades stands above.",
    "verification_shared": "A result that may be relied on, with its grades.",
    "next_check": "The next step of verifying was planned.",
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
    if entry.kind == "decline_reason":
        return f"{label_of(triage.REASONS, data['reason'])}."
    if entry.kind == "content_warning":
        return warning_in_words(data["kinds"]) or "Nothing warns any more."
    if entry.kind == "pair_judged":
        return f"{'The same as' if data['same'] else 'Not the same as'} {data['codename']}."
    if entry.kind == "eligibility":
        return eligibility_in_words(data["status"], data["acts"], data["said_by"])
    if entry.kind == "arrived":
        return f"To {data['office']}."
    if entry.kind in ("consent_asked", "consent_witnessed", "shared", "share_letter"):
        until = date_format(date.fromisoformat(data["until"]), "j F Y")
        return f"{data['office']}: {parts_in_words(data['parts'])}; until {until}; {data['marking']}."
    if entry.kind in ("answered", "answer_asked"):
        return _purpose_in_words(data)
    if entry.kind in ("person_added", "deletion_asked"):
        return f"{data.get('label') or data['holder']}."
    if entry.kind == "consent_answered":
        return "Yes." if data["yes"] else "No."
    if entry.kind in PROTECTING:
        return PROTECTING[entry.kind](data)
    return str(data.get("text") or _SENTENCES.get(entry.kind, ""))


def _decision(data: Mapping[str, Any]) -> str:
    kinds = action_kinds()
    steps = "; ".join(kinds[step["kind"]].name for step in data["steps"])
    unlike = " ".join(dict.fromkeys(data["unlike"].values()))
    said = f"{steps}." if steps else f"Nothing for now. {data['harm']}"
    return f"{said} Treated differently: {unlike}" if unlike else said


def _act(data: Mapping[str, Any]) -> str:
    day = date_format(date.fromisoformat(data["on"]), "j F")
    return " ".join(part for part in (f"{label_of('results', data['result'])}, {day}.", data["reply"]) if part)


def _day(data: Mapping[str, Any]) -> str:
    day = date_format(date.fromisoformat(data["on"]), "j F Y") if data["on"] else "not known"
    return f"{data['event'].capitalize()}: {day}."


def _on(day: str) -> str:
    return date_format(date.fromisoformat(day), "j F Y")


PROTECTING: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "decided": _decision,
    "difference_explained": lambda data: str(data["reason"]),
    "step_done": _act,
    "event_dated": _day,
    "statement_published": lambda data: f"{_on(data['on'])}. {data['address']}",
    "word_promised": lambda data: f"By {_on(data['by'])}.",
    "word_kept": lambda data: "",
    "emergency_declared": lambda data: str(data["reason"]),
    "emergency_confirmed": lambda data: "By a second member.",
    "step_dropped": lambda data: str(data["reason"]),
    "duty_opened": lambda data: str(data["says"]),
    "duty_done": lambda data: str(data["note"]),
    "duty_waived": lambda data: str(data["reason"]),
    "duty_passed": lambda data: f"To {data['post_name']}.",
    "feedback_reached": lambda data: "It reached them." if data["reached"] == "yes" else "It did not.",
    "effect_noted": lambda data: str(data["words"]),
    "effect_seen": lambda data: str(data["words"]),
}
"""What stands after the kind, for the entries of decisions, steps, duties and feedback."""


def _purpose_in_words(data: Mapping[str, Any]) -> str:
    said = {"yes": "yes", "no": "no", "ask_first": "ask first"}.get(data.get("word", ""), "")
    parts = (purpose_named(data["purpose"]).label, data["recipient"], said)
    return ": ".join(part for part in parts if part) + "."


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
        "source": "signed with the link of a question",
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


def parts_of_story(parts: Iterable[StoryPart]) -> list[dict[str, str]]:
    """What was put in from conversations: when and by whom, without a name, and the words."""
    return [
        {
            "label": f"{date_format(part.on, 'j M Y') if part.on else 'No day'} {part.time} · {part.who}",
            "text": part.text,
        }
        for part in parts
    ]


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
