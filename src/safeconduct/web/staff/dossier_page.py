"""The page of one dossier: what is known, what was told and is owed, who reads it, and the forms of what can be done."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from safeconduct.access.keyring import Keyring
from safeconduct.cases import cleaning
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.content_warning import content_warning
from safeconduct.cases.desk import acting, casework
from safeconduct.cases.duty import TELL, open_duties
from safeconduct.cases.eligibility import is_called_defender
from safeconduct.cases.file_origin import file_origins
from safeconduct.cases.request_card import RequestCard, clock
from safeconduct.intake.consent import Share
from safeconduct.vocabulary.reference import short_form
from safeconduct.web.defender.wishing import RHYTHM_WORDS
from safeconduct.web.staff import wording
from safeconduct.web.staff.address import address_of
from safeconduct.web.staff.blank_form import BlankForm
from safeconduct.web.staff.case import relief
from safeconduct.web.staff.case.plan_section import duty_lines, raised_part
from safeconduct.web.staff.case.sections import sections
from safeconduct.web.staff.door import frame
from safeconduct.web.staff.entry_wording import entry_in_words
from safeconduct.web.staff.forms import Accept, Answer, GiveCode, NewFiles, Note, Reveal

ENTRIES_SHOWN = 8
JUMPS = {
    "staff/case/consent_section.html": ("Consent", "#consent"),
    "staff/case/risk_section.html": ("Risk", "#risk"),
    "staff/case/plan_section.html": ("Plan", "#plan"),
}
"""Parts of a case that a narrow page has links to at its head, by their template."""

Bound = dict[str, forms.Form]
KINDS = {"case": "Case", "received": "Request", "declined": "Declined request"}


def shown(
    request: HttpRequest,
    keyring: Keyring,
    ref: str,
    bound: Bound,
    *,
    names: dict[str, str] | None = None,
    whole: bool = False,
) -> HttpResponse:
    case, card = casework.open_case(ref, keyring, at=timezone.now())
    parts = sections(case, at=timezone.now())
    context = {
        **frame(keyring, "cases"),
        "title": card.codename,
        "sentence": capfirst(wording.sentence_of(card).lstrip(" ,;")) + ".",
        "primary": _primary(card),
        "tab": {
            "kind": KINDS[case.stage],
            "marking": "TLP:AMBER+STRICT",
            "holder": _holders(keyring),
            "reference": short_form(ref),
        },
        "notice": _notice(case),
        "facts": _facts(case),
        "asked": wording.told_by_part(case.story),
        "content_warning": wording.warning_in_words(content_warning(case.written)),
        "warning_address": address_of("content_warning", ref),
        "held_by": relief.held_by(case, keyring),
        "raised": raised_part(case),
        "parts": parts,
        "jumps": _jumps(parts),
        "files": _files(case),
        **_forms(case, ref, bound),
        **_entries(case, whole=whole),
        "promise": _promise(card),
        "identity": _identity(case, ref, bound, names),
        "told": _told(case, card),
        "duties": duty_lines(case, at=timezone.now()),
        "share_address": address_of("sharing", ref),
        "readers": [
            {
                "shape": "done",
                "word": "Reads",
                "who": keyring.compartment_names[compartment],
                "note": keyring.office_name,
            }
            for compartment in sorted(keyring.compartment_names)
        ]
        + [_partner(share) for share in case.sharing.shares if share.reads_on(timezone.now().date())],
    }
    return render(request, "staff/dossier.html", context)


def _primary(card: RequestCard) -> dict[str, str] | None:
    """A word that is owed goes before a step."""
    if card.owes_answer:
        return {"text": "Answer", "address": "#answer"}
    return {"text": "Plan a step", "address": address_of("decide", card.dossier)} if card.is_case else None


def _jumps(parts: list[dict[str, Any]]) -> list[dict[str, str]]:
    found = [JUMPS[part["template"]] for part in parts if part["template"] in JUMPS]
    found += [
        ("Answer", "#answer"),
        ("Note", "#note"),
        ("Entries", "#entries"),
        ("Owed, identity, who can read", "#owed"),
    ]
    return [{"text": text, "address": address} for text, address in found]


def _entries(case: CaseFile, *, whole: bool) -> dict[str, Any]:
    """The newest, and where all stand; all at once where one of them needs to be looked at."""
    whole = whole or bool(case.unsigned) or case.was_changed or len(case.entries) <= ENTRIES_SHOWN
    shown = case.entries if whole else case.entries[:ENTRIES_SHOWN]
    address = address_of("entries", case.ref) + "#entries"
    return {
        "entries": [entry_in_words(entry, unsigned=case.unsigned) for entry in shown],
        "entries_rule": f"{len(case.entries)}, newest first",
        "more_entries": None if whole else {"text": f"All {len(case.entries)} entries", "address": address},
    }


def _partner(share: Share) -> dict[str, str]:
    until = date_format(date.fromisoformat(share.terms.until), "j F")
    note = f"{wording.parts_in_words(share.terms.parts)}, until {until}"
    return {"shape": "ring", "word": "Shared", "who": share.terms.office, "note": note}


def _holders(keyring: Keyring) -> str:
    return ", ".join(sorted(keyring.compartment_names.values()))


def _whom(case: CaseFile) -> str:
    return "the defender" if is_called_defender(case.written) else "the person"


def _notice(case: CaseFile) -> str:
    if case.broken_at is not None:
        return (
            f"Entry {case.broken_at} was changed outside the program. Do not rely on this file; tell an administrator."
        )
    if case.cut_short is not None:
        return (
            f"This file had {case.cut_short} entries when it was last opened, and its end is gone: it was taken away outside "
            "the program, or a restored backup did not hold it. Do not rely on this file: a withdrawal or a promise may be "
            f"among what is missing. Tell an administrator and an auditor; {_whom(case)} may know what it was."
        )
    if case.unsigned:
        return "Some entries are not signed by whom they name. They are marked below and count for nothing; tell an administrator."
    if case.code_at_risk:
        return f"Others may have {_whom(case)}’s code. The box is closed. Agree on a new way in person."
    if case.about == "unaware":
        return "The person does not know of this yet. It may be kept and read here, and shared with nobody."
    return ""


def _facts(case: CaseFile) -> list[dict[str, str]]:
    story = case.story
    facts = {
        **wording.story_facts(story),
        "Reach": wording.reach(case.contact),
        "Not safe": case.contact.get("unsafe", ""),
        **_contact_wish(case.contact_wish),
        **_advance_wish(case.advance_wish),
        "Came": wording.SOURCES[story.get("source", "form")],
        **{f"Source: {name}": value for name, value in story.get("origin", {}).items()},
    }
    return [{"label": label, "text": text} for label, text in facts.items() if text]


def _contact_wish(wish: Mapping[str, Any]) -> dict[str, str]:
    return {
        "Wish: how often": str(RHYTHM_WORDS.get(wish.get("rhythm", ""), "")),
        "Wish: reach": wording.reach(wish) if wish else "",
        "Wish: safe hours": wish.get("safe_hours", ""),
    }


def _advance_wish(wish: Mapping[str, Any]) -> dict[str, str]:
    return {
        "If detained, missing or silent": wish.get("detained", ""),
        "If this office closes": wish.get("office_closes", ""),
        "Speaks for the person": wish.get("speaks", ""),
        "Never speaks for the person": wish.get("never_speaks", ""),
    }


def _files(case: CaseFile) -> list[dict[str, str]]:
    can_clean, published = not cleaning.missing(), file_origins(case.written)
    return [
        {
            "name": sealed.name,
            "size": f"{max(1, round(sealed.size / 1024))} KB",
            "note": f"SHA-256 {sealed.digest[:16]}…",
            "origin": wording.origin(published.get(sealed.ref)),
            "address": reverse("staff:file", args=[case.ref, seq]),
            "copy_address": reverse("staff:working_copy", args=[case.ref, seq]) if can_clean else "",
            "shape": "done" if seq in case.working_copies else "ring",
            "word": "Copy ready" if seq in case.working_copies else "Sealed",
        }
        for seq, sealed in case.files
    ]


def _forms(case: CaseFile, ref: str, bound: Bound) -> dict[str, Any]:
    def part(
        name: str, form: type[forms.Form], address: str, button: str, *, label: str = "", **more: Any
    ) -> dict[str, Any]:
        return {
            "form": bound.get(name) or BlankForm(form, name, label),
            "address": address_of(address, ref),
            "button": button,
            **more,
        }

    label = f"To {_whom(case)}"
    if "answer" in bound:
        bound["answer"].fields["text"].label = label
    coarse = "" if not case.is_relay else "Only a relay has a code: it shows how far things are, never this text."
    shown = {
        "answer": part("answer", Answer, "answer", "Send the answer", label=label, first=True, help=coarse),
        "note": part("note", Note, "note", "Keep the note"),
        "add_file": part("files", NewFiles, "add_files", "Add the files"),
    }
    if case.stage == "received":
        shown["accept"] = part("accept", Accept, "accept", "Accept as a case")
    if not case.has_code or case.is_relay or "code" in bound:
        shown["code"] = part("code", GiveCode, "give_code", "Make a code to read out")
    return shown


def _promise(card: RequestCard) -> dict[str, str]:
    running = clock(card, at=timezone.now())
    if card.source == "public":
        return {"shape": "ring", "word": "None", "text": "This is a public appeal: nobody waits for an answer."}
    ends, answered = card.promise.ends, card.promise.answered
    if answered:
        in_time = answered <= ends
        return {
            "shape": "done" if in_time else "late",
            "word": "Answered in time" if in_time else "Answered late",
            "text": f"Promised by {wording.moment(ends)}, first answered {wording.moment(answered)}.",
        }
    shape, word = wording.clock_in_words(running)
    if running.state == "waits":
        left = f"{wording.duration(running.left)} were {'left' if running.left >= timedelta() else 'overdue'}"
        return {"shape": shape, "word": word, "text": f"The clock stands while we wait for their word; {left}."}
    return {"shape": shape, "word": word, "text": f"To be answered by {wording.moment(ends)}."}


def _identity(case: CaseFile, ref: str, bound: Bound, names: dict[str, str] | None) -> dict[str, Any] | None:
    if not case.has_identity:
        return None
    if names is not None:
        return {
            "facts": [{"label": label or "Name", "text": name} for label, name in names.items() if name],
            "minutes": 5,
            "close_address": address_of("reveal", ref),
        }
    return {"form": bound.get("reveal") or BlankForm(Reveal, "reveal"), "address": address_of("reveal", ref)}


def _told(case: CaseFile, card: RequestCard) -> list[dict[str, str]]:
    if card.source == "public":
        return []
    return [*_told_of_steps(case), *_answers(case, card)]


def _told_of_steps(case: CaseFile) -> list[dict[str, str]]:
    """What is owed about steps that were taken."""
    owed = [duty for duty in open_duties(acting.duties_of(case, at=timezone.now())) if duty.says == TELL]
    if not owed:
        return []
    is_late = any(duty.is_late(timezone.now()) for duty in owed)
    text = "What came of the last step." if len(owed) == 1 else f"What came of {len(owed)} steps."
    address = address_of("tell", case.ref)
    state = {"shape": "late", "word": "Late"} if is_late else {"shape": "soon", "word": "Owed"}
    return [{**state, "text": text, "verb": "Tell", "address": address}]


def _answers(case: CaseFile, card: RequestCard) -> list[dict[str, str]]:
    if not case.answers:
        return [
            {
                "shape": "soon",
                "word": "Owed",
                "text": "No answer has been sent yet.",
                "verb": "Answer",
                "address": "#answer",
            }
        ]
    newest = case.answers[0]
    lines = [{"shape": "done", "word": "Answered", "text": f"{wording.moment(newest.at)}, by {newest.by.post_name}."}]
    if card.waiting:
        lines.insert(
            0,
            {
                "shape": "soon",
                "word": "Owed",
                "text": f"{_whom(case).capitalize()} has written since.",
                "verb": "Answer",
                "address": "#answer",
            },
        )
    return lines
