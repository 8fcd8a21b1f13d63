"""A chat or a mail thread of a case: brought in, split, and put into the story turn by turn, as a member ticks it."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.conversation.reading import Conversation
from safeconduct.cases.conversation.reading import conversation as read_conversation
from safeconduct.cases.conversation.turn import Turn
from safeconduct.cases.desk import casework, conversing
from safeconduct.cases.plain_text import LARGEST_BYTES, TOO_LARGE
from safeconduct.cases.story_part import part_of_story, story_parts
from safeconduct.vocabulary.refusal import Refused, insist
from safeconduct.web.defender.pages import FILE_SENTENCES
from safeconduct.web.staff import wording
from safeconduct.web.staff.case.not_begun import not_begun
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.conversation_forms import TURNS_ON_A_PAGE, BringConversation, ChooseTurns
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.held_upload import GONE, HeldUpload, held_upload, hold_text, hold_upload

PURPOSE = "conversation"
LEFT_TICKED = "Some lines are ticked and not put in. Put them in first, or take the ticks away."
_ORDERS = {"month_first": True, "day_first": False}


@dataclass(frozen=True)
class _Open:
    """A conversation that is on the page: what is held of it, how it reads, and which page of it is shown."""

    held: HeldUpload = field(repr=False)
    read: Conversation = field(repr=False)
    page: int = 1

    @property
    def shown(self) -> dict[int, Turn]:
        first = (self.page - 1) * TURNS_ON_A_PAGE
        return dict(enumerate(self.read.turns[first : first + TURNS_ON_A_PAGE], start=first))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def conversation(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """`go` says which button was pressed: read, put, earlier, later, month_first, day_first or done."""
    case, _ = casework.open_case(ref, keyring, at=timezone.now())
    if request.method != "POST":
        return _bring(request, keyring, case, BringConversation())
    if request.POST.get("go", "read") == "read":
        return _read(request, keyring, case)
    held = held_upload(request.POST.get("held", ""), PURPOSE, keyring)
    if held is None:
        form = BringConversation({})
        form.errors.clear()
        form.add_error(None, GONE)
        return _bring(request, keyring, case, form)
    return _go_on(request, keyring, case, held)


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """For story_section.html."""
    parts, address = story_parts(case.written), reverse("staff:conversation", args=[case.ref])
    if not parts:
        return not_begun("story", _("Story in parts"), (_("Put in from a chat or mail thread"), address))
    return {"template": "staff/case/story_section.html", "parts": wording.parts_of_story(parts), "address": address}


def _read(request: HttpRequest, keyring: Keyring, case: CaseFile) -> HttpResponse:
    form = BringConversation(request.POST, request.FILES)
    for why in getattr(request, "files_refused", []):
        form.add_error("files", FILE_SENTENCES[why])
    if not form.is_valid():
        return _bring(request, keyring, case, form)
    try:
        insist(TOO_LARGE if form.upload and form.upload.sealed.size > LARGEST_BYTES else None)
        held = hold_upload(form.upload) if form.upload else hold_text(form.cleaned_data["text"])
        return _choose(request, keyring, case, _Open(held, read_conversation(held.content())))
    except Refused as refused:
        if form.upload and form.upload.is_taken:
            held.forget()
        form.add_error("files" if form.upload else "text", str(refused))
        return _bring(request, keyring, case, form)


def _go_on(request: HttpRequest, keyring: Keyring, case: CaseFile, held: HeldUpload) -> HttpResponse:
    go, typed = request.POST["go"], request.POST.get("page", "1")
    read = read_conversation(held.content(), month_first=held.notes.get("month_first"))
    last = max(1, -(-len(read.turns) // TURNS_ON_A_PAGE))
    now = _Open(held, read, min(last, max(1, int(typed) if re.fullmatch("[0-9]{1,6}", typed) else 1)))
    form = ChooseTurns(request.POST, turns=now.shown, labels=held.notes.get("labels", {}))
    if not form.is_valid():
        return _choose(request, keyring, case, now, form=form)
    labels = {**held.notes.get("labels", {}), **form.labels}
    now = replace(now, held=replace(held, notes={**held.notes, "labels": labels}))
    if go == "put":
        return _put(request, keyring, case, now, form)
    if form.ticked:
        form.add_error(None, LEFT_TICKED)
        return _choose(request, keyring, case, now, form=form)
    if go == "done":
        held.forget()
        return render(
            request, "staff/case/conversation_done.html", case_frame(case, keyring, "Now delete the original")
        )
    if go in _ORDERS:
        held = replace(now.held, notes={**now.held.notes, "month_first": _ORDERS[go]})
        return _choose(request, keyring, case, _Open(held, read_conversation(held.content(), month_first=_ORDERS[go])))
    steps = {"earlier": -1, "later": 1}
    return _choose(request, keyring, case, replace(now, page=min(last, max(1, now.page + steps.get(go, 0)))))


def _put(request: HttpRequest, keyring: Keyring, case: CaseFile, now: _Open, form: ChooseTurns) -> HttpResponse:
    labels = now.held.notes["labels"]
    parts = tuple(part_of_story(turn, labels.get(turn.who, "")) for turn in form.ticked)
    try:
        number = conversing.put_in(case.ref, parts, keyring, at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return _choose(request, keyring, case, now, form=form)
    case, _ = casework.open_case(case.ref, keyring, at=timezone.now())
    put = "One line is in the story now." if number == 1 else f"{number} lines are in the story now."
    return _choose(request, keyring, case, now, notice=put)


# The pages


def _bring(request: HttpRequest, keyring: Keyring, case: CaseFile, form: BringConversation) -> HttpResponse:
    sentence = "It is split into dated lines here. Nothing of it enters before you tick it."
    return render(
        request,
        "staff/case/conversation.html",
        {
            **case_frame(case, keyring, "A chat or mail thread", sentence),
            "part": {"form": form, "button": "Split it", "go": "read", "first": True},
        },
    )


def _choose(
    request: HttpRequest,
    keyring: Keyring,
    case: CaseFile,
    now: _Open,
    *,
    form: ChooseTurns | None = None,
    notice: str = "",
) -> HttpResponse:
    form = form or ChooseTurns(turns=now.shown, labels=now.held.notes.get("labels", {}))
    standing = {(part.on, part.time, part.text) for part in story_parts(case.written)}
    ticked = set(form.data.getlist("turn")) if form.is_bound else set()
    rows = [
        {
            "number": number,
            "day": _day(turn),
            "time": turn.time,
            "who": turn.who,
            "text": turn.text,
            "is_in": (turn.on, turn.time, turn.text) in standing,
            "ticked": str(number) in ticked,
        }
        for number, turn in now.shown.items()
    ]
    number = len(now.read.turns)
    context = {
        **case_frame(
            case, keyring, "What enters the story", f"{number} lines, by day. None is ticked; names do not enter."
        ),
        "notice": notice,
        "left_out": now.read.left_out,
        "form": form,
        "rows": rows,
        "held": now.held.token(PURPOSE, keyring),
        "page": now.page,
        "has_earlier": now.page > 1,
        "has_later": now.page * TURNS_ON_A_PAGE < number,
        "shown": f"{rows[0]['number'] + 1} to {rows[-1]['number'] + 1} of {number}" if rows else "",
    }
    return render(request, "staff/case/turns.html", context)


def _day(said: Turn) -> str:
    return date_format(said.on, "j M Y") if said.on else "No day"
