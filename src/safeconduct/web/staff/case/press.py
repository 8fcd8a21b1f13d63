"""A note for the press: read line by line and kept, then taken out to print or copy; closed the moment it may not be out."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from safeconduct.access.desk import standings
from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.concerned_person import concerned_persons
from safeconduct.cases.consent_matrix import Matrix
from safeconduct.cases.desk import casework, deciding, drafting, telling_press
from safeconduct.cases.draft import labels_in, unlabelled_names
from safeconduct.cases.press_beginning import beginning
from safeconduct.cases.press_note import (
    PressNote,
    as_text,
    parts_of_note,
    press_limits,
    press_notes,
    refusal_to_press_line,
    taken_out,
)
from safeconduct.coordination.desk import keeping_media
from safeconduct.vocabulary.refusal import Refusal, Refused
from safeconduct.web.staff import doing
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.case.press_form import PressForm, as_typed
from safeconduct.web.staff.door import for_members


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """As the pressed button says: read, keep, or take out what was kept."""
    now, go = timezone.now(), request.POST.get("go", "")
    case, _card = casework.open_case(ref, keyring, at=now)
    kept = next(reversed(press_notes(case.written)), None)
    problem, read = "", kept
    if go == "out":
        try:
            telling_press.take_out_press_note(ref, request.POST.get("note", ""), keyring, at=now)
            return _back(ref)
        except Refused as refused:
            problem = str(refused)
    form = _form(request if go in ("read", "keep") else None, case, keyring, kept, at=now)
    if form.is_bound and form.is_valid():
        read = note = form.note()
        if go == "keep":
            doing.pass_ticked(form, ref, keyring, at=now)
        if go == "keep" and doing.is_done(
            form, lambda _typed: telling_press.keep_press_note(ref, note, keyring, at=now)
        ):
            return _back(ref)
    return render(request, "staff/case/press.html", _context(case, keyring, form, kept, read, problem, at=now))


def _back(ref: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:press_note", args=[ref]))


def _form(
    request: HttpRequest | None, case: CaseFile, keyring: Keyring, kept: PressNote | None, *, at: datetime
) -> PressForm:
    outlets = [one.outlet for one in keeping_media.known_media(keyring, at=at)]
    posts = sorted(one.name for one in standings.open_posts(keyring.organisation))
    typed = as_typed(kept or beginning(case, post=keyring.post_name))
    return PressForm(outlets, posts, request.POST if request else None, initial=typed, kept=kept)


def _context(
    case: CaseFile,
    keyring: Keyring,
    form: PressForm,
    kept: PressNote | None,
    read: PressNote | None,
    problem: str,
    *,
    at: datetime,
) -> dict[str, Any]:
    consents = deciding.standing(case, at=at).consents
    points = [one.sentence for one in telling_press.why_not_out(case, kept, at=at)] if kept else []
    left = taken_out(case.written)
    parts = parts_of_note(kept, keyring.office_name) if kept and kept.ref in left and not points else ()
    return {
        **case_frame(case, keyring, "Note for the press", _sentence(kept, left, points)),
        "problem": problem,
        "parts": parts,
        "text": as_text(parts) if parts else "",
        "language": kept.language if kept else "en",
        "note": kept.ref if kept and kept.ref not in left and not points else "",
        "points": points,
        "left": [_left(one, left[one.ref]) for one in press_notes(case.written) if one.ref in left],
        "lines": _lines(case, read, consents) if read else [],
        "names": unlabelled_names("\n".join(read.lines)) if read else (),
        "limits": press_limits(consents, concerned_persons(case.written), read.outlet if read else ""),
        "consent_address": reverse("staff:consent", args=[case.ref]),
        "decide_address": reverse("staff:decide", args=[case.ref]),
        "labels": list(drafting.labels_of(case.written)),
        "form": form,
    }


def _sentence(kept: PressNote | None, left: dict[str, datetime], points: list[str]) -> str:
    if kept is None:
        return (
            "Begun from what is there. Read it line by line and keep it; it leaves the house only when you take it out."
        )
    if points:
        return "It may not leave the house now. What is in the way stands below."
    if kept.ref in left:
        return f"It is for {kept.outlet}. Print it or copy it; when a consent is taken back this page closes it."
    return "It is kept and may leave the house. Whoever reads it there cannot be told to forget it."


def _left(one: PressNote, at: datetime) -> str:
    return f"{date_format(timezone.localtime(at), 'j F Y, H:i')}: {one.outlet}"


def _lines(case: CaseFile, note: PressNote, consents: Matrix) -> list[dict[str, str]]:
    persons = drafting.labels_of(case.written)
    return [_line(line, refusal_to_press_line(line, note.outlet, persons, consents)) for line in note.lines]


def _line(line: str, refusal: Refusal | None) -> dict[str, str]:
    if refusal:
        return {"shape": "ended", "word": "Not so", "text": line, "why": refusal.sentence}
    return {
        "shape": "done",
        "word": "Named with a yes" if labels_in(line) else "Nobody is named",
        "text": line,
        "why": "",
    }
