"""Entries in an officer's words: what kind it is, what it says, and who signed it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.formats import date_format

from safeconduct.cases import triage
from safeconduct.cases.capital import NO, WAIT, YES
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.consent_purpose import purpose_named
from safeconduct.dossiers.entry import EmptySlip, Entry
from safeconduct.guidance.register import action_kinds
from safeconduct.web.defender.questions import CONSENT_WORDS
from safeconduct.web.staff.wording import eligibility_in_words, parts_in_words, warning_in_words

ENTRY_KINDS = {
    "arrived": "Arrived.",
    "told": "What was told.",
    "contact": "How to be reached.",
    "consent": "Consent.",
    "file": "File.",
    "file_origin": "Where a file was published.",
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
    "acquaintance_noted": "Known before.",
    "mechanism_told": "How it went with others, as they see it.",
    "mechanism_taken_back": "Took back how it went with others.",
    "mechanism_noted": "How it went with others, as we see it.",
    "barriers_noted": "What keeps them from help.",
    "country_noted": "What changed in the country.",
    "country_note_taken_back": "A note on the country was taken back.",
    "themes_chosen": "Groups and themes.",
    "haven_asked": "Asked of others.",
    "haven_read": "Read by others.",
    "haven_answered": "Answered by others.",
    "relocation_planned": "Relocation.",
    "need_noted": "Need.",
    "need_met": "Need looked after.",
    "risk_assessed": "Risk assessed.",
    "risk_view": "Their view of the danger.",
    "support_wanted": "Support that they want.",
    "share_note": "Between the organisations.",
    "emergency_declared": "Emergency.",
    "emergency_confirmed": "Emergency confirmed.",
    "decided": "Decision.",
    "capital_asked": "Asked the capital.",
    "capital_link_made": "Link for the capital.",
    "capital_link_withdrawn": "Link withdrawn.",
    "mission_link_made": "Link for an organisation.",
    "link_noted": "What a link rests on.",
    "link_held_back": "Link held back.",
    "capital_answered": "The capital answered.",
    "capital_word": "What the capital said.",
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
    "press_note_kept": "Note for the press.",
    "press_note_taken_out": "A note for the press left the house.",
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
    "put_before_group": "Put before a group.",
    "taken_from_group": "Taken out of a group.",
    "hearing_set": "Hearing.",
    "hearing_changed": "A hearing changed.",
    "hearing_result": "Result of a hearing.",
    "hearing_lawyer": "Lawyer for a hearing.",
    "court_note": "Note from court.",
    "observation_closed": "Observation closed.",
    "observation_decided": "Public message and profile.",
    "finding_used": "What was seen in court, and where it was used.",
    "other_way_went": "How the way taken instead of access went.",
    "handover_offered": "Offered to a successor.",
    "handover_accepted": "The successor accepted.",
    "handover_refused": "The successor did not accept.",
    "handover_kept": "Kept by another post.",
    "contact_told": "Told of the new contact.",
    "contact_answered": "Asked about the new contact.",
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
    "acquaintance_noted": "It stands above.",
    "mechanism_told": "It stands above, unless it was taken back.",
    "mechanism_taken_back": "It is counted no more.",
    "mechanism_noted": "It stands above.",
    "barriers_noted": "It stands above.",
    "country_noted": "It stands on the page of what changed in the country.",
    "country_note_taken_back": "Why stands on the page of what changed in the country.",
    "haven_asked": "It stands on the page of haven and travel.",
    "haven_read": "It stands on the page of haven and travel.",
    "haven_answered": "It stands on the page of haven and travel.",
    "relocation_planned": "The plan stands on the page of haven and travel.",
    "need_noted": "It stands on the page of the needs.",
    "need_met": "How it stands is on the page of the needs.",
    "capital_asked": "What is asked of them stands on the page for the capital.",
    "capital_link_made": "For one answer to one page.",
    "capital_link_withdrawn": "It opens nothing any more.",
    "mission_link_made": "For one answer about a hearing.",
    "link_noted": "So that a withdrawal of the person closes it.",
    "link_held_back": "It opens nothing any more: a name came to the file, or the person allows less.",
    "risk_assessed": "The assessment stands on the page of the risk.",
    "risk_view": "Their answers stand on the page of the risk.",
    "support_wanted": "What they ask for at this stage stands on the page of the needs.",
    "emptied": "Read messages no longer show on the return page.",
    "erasure_asked": "Hidden from every office.",
    "erasure_undone": "Shown again.",
    "source_added": "A source was added; who it is stands with the sources.",
    "source_link_made": "For one answer to one question.",
    "source_link_withdrawn": "It opens nothing any more.",
    "source_answered": "By a link; it stands with the questions to sources until it is graded.",
    "source_words": "How it was said stands with the sources.",
    "taken_from_group": "Nobody of the group opens it any more.",
    "handover_accepted": "The case and its duties went along.",
    "handover_kept": "The case and its duties went along.",
    "hearing_lawyer": "How to reach the defence stands on the page of the hearing.",
    "observation_closed": "What was decided stands on the page after court.",
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
        return {
            "day": _short_day(date.fromisoformat(entry.day)),
            "kind": "Erased." if entry.erased else "Sealed.",
            "text": text,
            "by": "empty slip",
            "mark": "erased",
        }
    warning = " · the signature does not match: ask an administrator" if entry.seq in unsigned else ""
    by_post, at = entry.by.kind == "member", timezone.localtime(entry.at)
    return {
        "day": _short_day(at),
        "kind": ENTRY_KINDS.get(entry.kind, entry.kind),
        "text": _text_of(entry),
        "by": f"{_author(entry)} · {at:%H:%M} · {entry.scope.replace('_', ' ')}{warning}",
        "mark": "by_post" if by_post else "by_defender",
    }


def _short_day(day: date) -> str:
    """ "3 Mar", as `date_format` gives it, which reads its format anew for each of twenty entries."""
    return f"{day.day} {MONTHS_3[day.month].title()}"


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


def _before_group(data: Mapping[str, Any]) -> str:
    return "A hearing" if data["hearing"] else "A lesson" if data.get("lesson") else "The card"


def _on(day: str) -> str:
    return date_format(date.fromisoformat(day), "j F Y")


_CAPITAL = {YES: "Yes.", NO: "No.", WAIT: "Wait."}
PROTECTING: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "decided": _decision,
    "difference_explained": lambda data: str(data["reason"]),
    "capital_answered": lambda data: f"{_CAPITAL[data['says']]} By a link.",
    "capital_word": lambda data: f"{_CAPITAL[data['says']]} {data['said_by']}, {_on(data['on'])}.",
    "step_done": _act,
    "event_dated": _day,
    "statement_published": lambda data: f"{_on(data['on'])}. {data['address']}",
    "press_note_kept": lambda data: f"For {data['outlet']}; it stands on the page of the note.",
    "press_note_taken_out": lambda data: "Which one stands on the page of the note.",
    "word_promised": lambda data: f"By {_on(data['by'])}.",
    "word_kept": lambda data: "",
    "put_before_group": lambda data: f"{_before_group(data)}: {', '.join(data['offices'])}.",
    "hearing_set": lambda data: f"{data['court']}, {data['city']}.",
    "handover_offered": lambda data: f"To {data['to_name']}, until {data['ends_on']}.",
    "handover_refused": lambda data: str(data["reason"]),
    "contact_answered": lambda data: "They said yes." if data["answer"] == "yes" else "They said no.",
    "hearing_changed": lambda data: str(data["why"]),
    "hearing_result": lambda data: str(data["words"]) or "It stands on the page of the hearing.",
    "court_note": lambda data: "It stands on the page after court.",
    "finding_used": lambda data: str(data["why"]) or "It stands on the page after court.",
    "other_way_went": lambda data: str(data["words"]) or "It stands on the page after court.",
    "observation_decided": lambda data: f"{data['message_why']} {data['profile_why']}",
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
