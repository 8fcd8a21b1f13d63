"""The auditors' pages: the journal in plain words, its checkpoints, and comparing with one that was kept."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from safeconduct.access import lookup
from safeconduct.access.checkpoint import CheckpointNote, Finding, lines_in_words
from safeconduct.access.desk import auditing
from safeconduct.access.event import ACCESS, CHANGE, EVENTS, OPENING, event_in_words, is_about_a_dossier
from safeconduct.access.inspection import Inspection, OpenedLine, readings
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring
from safeconduct.dossiers.desk import missing
from safeconduct.dossiers.reach import ReachGap
from safeconduct.sealing.hash_words import words_of
from safeconduct.sealing.session_key import row_of
from safeconduct.vocabulary.reference import reference_start, short_form
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff import door
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.forms import REVEAL_REASONS

ROWS_ON_A_PAGE = 50
DAYS_AT_FIRST = timedelta(days=30)
DAYS_OF_READING = 7
KIND_WORDS = {OPENING: _("Every opening"), CHANGE: _("Every change"), ACCESS: _("All signing in and reading here")}


class FindLines(forms.Form):
    member = forms.ChoiceField(label=_("Member"), required=False)
    event = forms.ChoiceField(label=_("What"), required=False)
    reference = forms.CharField(label=_("Dossier’s reference"), required=False, max_length=64)
    from_day = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    to_day = forms.DateField(label=_("To"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, members: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_name = sorted(members.items(), key=lambda one: one[1])
        self.fields["member"].choices = [("", _("Everybody")), *by_name]
        self.fields["event"].choices = [("", _("Everything")), *_events_by_kind()]

    def clean_reference(self) -> str:
        typed = self.cleaned_data["reference"]
        start = reference_start(typed) if typed else ""
        if start is None:
            raise forms.ValidationError(
                _("This is not a reference. Type its twelve signs as on the dossier’s page, like 3f2a-91bc-04de.")
            )
        return start

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("from_day"), cleaned.get("to_day")
        if first and last and last < first:
            self.add_error("to_day", _("The last day is before the first. Change one of them."))
        return cleaned


class Compare(forms.Form):
    kept = forms.CharField(
        label=_("Twelve words, or the whole note"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        required=False,
        max_length=20_000,
    )


def _events_by_kind() -> list[tuple[str, list[tuple[str, str]]]]:
    """A choice for each kind as a whole, then for each of its events."""
    return [
        (str(words), [(kind, str(words)), *((name, one.words) for name, one in EVENTS.items() if one.kind == kind)])
        for kind, words in KIND_WORDS.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def journal(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    now = timezone.now()
    auditing.begin_reading(keyring, session=row_of(request.COOKIES[door.COOKIE]), at=now)
    standing = _standing_with_checkpoint(keyring, at=now)
    members = lookup.member_names(keyring.organisation)
    at_first = {"from_day": timezone.localtime(now).date() - DAYS_AT_FIRST}
    form = FindLines(request.POST if request.method == "POST" else None, members=members)
    wanted = (form.cleaned_data if form.is_valid() else {}) if form.is_bound else at_first
    lines = _lines(keyring, wanted) if not form.errors else ()
    found, files = _found(lines, wanted), _files(keyring, lines)
    page = wanted.get("page") or 1
    context = {
        **frame(keyring, "journal"),
        "title": "Journal",
        "sentence": standing.sentence if standing.holds else "",
        "notice": _what_to_do(standing) if not standing.holds else files["notice"],
        "primary": {"text": "Keep a checkpoint", "address": reverse("staff:checkpoint")},
        "form": form,
        "days": _days(found, members),
        "files": files,
        "rows": _rows(found[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE], keyring.organisation, members),
        "found": f"{lines_in_words(len(found))}, newest first",
        "conditions": _conditions(wanted, members),
        "empty": _empty(form),
        "next_page": _next_page(wanted, page, left=len(found) - page * ROWS_ON_A_PAGE),
    }
    return render(request, "staff/journal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def checkpoint(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    if request.method == "POST":
        auditing.sign_checkpoint(keyring, *auditing.state_of(keyring.organisation), at=timezone.now())
        return HttpResponseRedirect(reverse("staff:checkpoint"))
    return _checkpoint_page(request, keyring, Compare())


@require_POST
@for_members
def compare(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form, finding = Compare(request.POST), None
    if form.is_valid():
        try:
            finding = auditing.compare(keyring, form.cleaned_data["kept"])
        except Refused as refused:
            form.add_error("kept", str(refused))
    return _checkpoint_page(request, keyring, form, finding)


def _standing_with_checkpoint(keyring: Keyring, *, at: datetime) -> Finding:
    chain, standing = auditing.state_of(keyring.organisation)
    if auditing.sign_checkpoint_if_due(keyring, chain, standing, at=at):
        _chain, standing = auditing.state_of(keyring.organisation)
    return standing


# The journal in words


def _lines(keyring: Keyring, wanted: dict[str, Any]) -> tuple[OpenedLine, ...]:
    """All those of the days that are looked at."""
    return auditing.lines(keyring, from_day=wanted.get("from_day"), to_day=wanted.get("to_day"))


def _found(lines: Iterable[OpenedLine], wanted: dict[str, Any]) -> tuple[OpenedLine, ...]:
    zone = timezone.get_current_timezone()
    looked_for = Inspection(
        member=wanted.get("member", ""),
        event=wanted.get("event", ""),
        reference_start=wanted.get("reference", ""),
        from_day=wanted.get("from_day"),
        to_day=wanted.get("to_day"),
    )
    return tuple(one for one in lines if looked_for.finds(one, zone))


def _files(keyring: Keyring, lines: Iterable[OpenedLine]) -> dict[str, Any]:
    """Whether each file still has the entries that the lines of these days tell of, whatever else is looked for."""
    told = missing.told_in(lines)
    lacking, many = missing.missed_in(keyring.organisation, told), len({one.dossier for one in told})
    named = "1 file" if many == 1 else f"{many:,} files"
    few = "One file lacks" if len(lacking) == 1 else f"{len(lacking):,} files lack"
    return {
        "notice": f"{few} entries that this journal tells of: see “Files” below. Somebody changed the database outside "
        "the program, or a restored backup did not hold them. Tell the other auditors, and the office: it should not rely "
        "on such a file."
        if lacking
        else "",
        "lacking": [_lacking(one) for one in lacking],
        "whole": f"The lines of these days tell of {named}, and none is shorter." if many and not lacking else "",
    }


def _lacking(one: ReachGap) -> dict[str, str]:
    told, there = one.told, one.there
    now = f"{there} are there now" if there < told.reach.count else "what stands there now is something else"
    return {
        "about": short_form(told.dossier),
        "sentence": f"Line {told.line:,} of {date_format(told.day, 'j F Y')} tells of {told.reach.count} entries; {now}.",
    }


def _rows(lines: Iterable[OpenedLine], organisation: str, members: dict[str, str]) -> list[dict[str, Any]]:
    posts = lookup.post_names(organisation)
    return [_row(one.line, members, posts) | {"number": one.seq} if one.line else _closed(one) for one in lines]


def _row(line: Line, members: dict[str, str], posts: dict[str, str]) -> dict[str, str]:
    return {
        "when": date_format(timezone.localtime(line.at), "j M Y, H:i"),
        "who": members.get(line.member, "nobody known here"),
        "post": posts.get(line.post, ""),
        "what": event_in_words(line.event),
        "about": short_form(line.object_ref) if is_about_a_dossier(line.event) else _other_member(line, members),
        "detail": _detail(line),
    }


def _closed(opened: OpenedLine) -> dict[str, Any]:
    return {
        "number": opened.seq,
        "when": date_format(opened.day, "j M Y"),
        "what": "closed to you: sealed to the auditors of another time",
    }


def _other_member(line: Line, members: dict[str, str]) -> str:
    return members.get(line.object_ref, "") if line.object_ref != line.member else ""


def _detail(line: Line) -> str:
    if line.event in ("IdentityRevealed", "RevealRefused"):
        return str(REVEAL_REASONS[line.note]) if line.note in REVEAL_REASONS and line.note else "no reason given"
    if line.event in ("FileOpened", "WorkingCopyOpened", "WorkingCopyMade"):
        return f"Entry {line.note}"
    if line.event == "PaperCodeTried":
        return date_format(timezone.localtime(datetime.fromisoformat(line.note)), "j M Y, H:i")
    return f"Line {line.note}" if line.event == "CheckpointSigned" else line.note


def _days(lines: Iterable[OpenedLine], members: dict[str, str]) -> list[dict[str, Any]]:
    """The newest days on which something was opened, each with its members by name."""
    by_day = groupby(readings(lines, timezone.get_current_timezone()), key=lambda one: one.day)
    days = [
        {
            "day": date_format(day, "j F Y"),
            "readings": sorted(
                (members.get(one.member, "nobody known here"), _breadth(one.openings, one.dossiers)) for one in of_day
            ),
        }
        for day, of_day in by_day
    ]
    return days[:DAYS_OF_READING]


def _breadth(openings: int, dossiers: int) -> str:
    opened = "1 opening" if openings == 1 else f"{openings:,} openings"
    return f"{opened} in {'1 dossier' if dossiers == 1 else f'{dossiers:,} dossiers'}"


def _conditions(wanted: dict[str, Any], members: dict[str, str]) -> str:
    """What was looked for, so that a print tells it."""
    event = wanted.get("event", "")
    parts = [
        members.get(wanted.get("member", ""), ""),
        str(KIND_WORDS[event]) if event in KIND_WORDS else event_in_words(event),
        f"dossier {short_form(wanted['reference'])}" if wanted.get("reference") else "",
        f"from {date_format(wanted['from_day'], 'j F Y')}" if wanted.get("from_day") else "",
        f"to {date_format(wanted['to_day'], 'j F Y')}" if wanted.get("to_day") else "",
    ]
    return "; ".join(part for part in parts if part)


def _empty(form: FindLines) -> str:
    if form.is_bound and not form.is_valid():
        return "Nothing was looked for yet. Correct what is marked above."
    if form.is_bound:
        return (
            "No line fits all of this. Take something out, or choose other days; without days all lines are searched."
        )
    return "Nothing was written in the last 30 days. Press Find to see all lines."


def _what_to_do(standing: Finding) -> str:
    return (
        f"{standing.sentence} Somebody changed the database outside the program. Keep the checkpoints that you have, "
        "tell the other auditors, and do not rely on the lines from there on."
    )


def _next_page(wanted: dict[str, Any], page: int, *, left: int) -> dict[str, Any] | None:
    if left <= 0:
        return None
    kept = [(name, str(value or "")) for name, value in wanted.items() if name != "page"]
    return {"number": page + 1, "text": f"The next {min(left, ROWS_ON_A_PAGE)}", "kept": kept}


# Checkpoints


def _checkpoint_page(
    request: HttpRequest, keyring: Keyring, form: Compare, finding: Finding | None = None
) -> HttpResponse:
    auditing.insist_on_auditor(keyring)
    _chain, standing = auditing.state_of(keyring.organisation)
    kept = auditing.kept_checkpoints(keyring.organisation)
    context = {
        **frame(keyring, "journal"),
        "title": "Checkpoint",
        "back": {"text": "Journal", "address": reverse("staff:journal")},
        "sentence": standing.sentence if standing.holds else "",
        "notice": "" if standing.holds else _what_to_do(standing),
        "checkpoint": _checkpoint(kept[0], keyring.organisation) if kept else None,
        "compare": {"form": form, "address": reverse("staff:compare"), "button": "Compare"},
        "finding": finding,
    }
    return render(request, "staff/checkpoint.html", context)


def _checkpoint(kept: CheckpointNote, organisation: str) -> dict[str, Any]:
    signer = lookup.member_names(organisation).get(kept.by, "a former member") if kept.by else "nobody known here"
    return {
        "sentence": f"{lookup.office_name(organisation)}, line {kept.checkpoint.size:,}, "
        f"signed on {date_format(kept.made_on, 'j F Y')} by {signer}.",
        "words": words_of(kept.checkpoint.hash),
        "note": kept.note.written(),
    }
