"""Taking in a spreadsheet of cases: bring it, say which column is what, look at five rows, take it in."""

import csv
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access import lookup
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import importing
from safeconduct.cases.plain_text import LARGEST_BYTES
from safeconduct.cases.sheet.mapping import SheetRow, SheetRows, read_rows, refusal_to_mapping, suggested_columns
from safeconduct.cases.sheet.reading import TOO_LARGE, Sheet, sheet
from safeconduct.vocabulary.language import LANGUAGES
from safeconduct.vocabulary.refusal import Refused, insist
from safeconduct.web.defender.pages import FILE_SENTENCES
from safeconduct.web.defender.questions import SeveralFiles
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.held_upload import GONE, HeldUpload, held_upload, hold_upload

PURPOSE = "sheet"
PREVIEW_ROWS = 5
FIELD_WORDS = {
    "": _("Leave it out"),
    "happened": _("What happened"),
    "need_words": _("What is needed"),
    "work": _("Work for the rights of others"),
    "country": _("Country"),
    "place": _("Place"),
    "day": _("Day"),
    "name": _("Name: closed like every name"),
    "address": _("How to reach the person"),
    "unsafe": _("What is not safe"),
    "reference": _("Reference of the sheet"),
}
ABOUT_WORDS = {
    "unaware": _("They do not know yet"),
    "someone": _("Somebody has their yes"),
    "me": _("They asked for it themselves"),
}


class BringSheet(forms.Form):
    files = SeveralFiles(
        label=_("The spreadsheet"),
        help_text=_(
            "As .xlsx or .csv, headings in the first line; at most 5 MB and 1,000 rows. It is sealed as it arrives."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if len(cleaned.get("files") or []) != 1 and not self.errors:
            self.add_error("files", _("Choose one file, then read it."))
        return cleaned


class MapColumns(forms.Form):
    about = forms.ChoiceField(
        label=_("Do these people know that it is taken in here?"),
        help_text=_(
            "If not all do, say that they do not: it is then shared with nobody. No consent is taken from a sheet."
        ),
        choices=list(ABOUT_WORDS.items()),
        initial="unaware",
    )
    language = forms.ChoiceField(
        label=_("Language of the rows"),
        choices=[(language.code, language.own_name) for language in LANGUAGES],
        initial="en",
    )

    def __init__(self, *args: Any, headings: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        suggested = suggested_columns(headings)
        self._places = range(len(headings))
        for place, heading in enumerate(headings):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or _("A column without a heading"),
                choices=list(FIELD_WORDS.items()),
                initial=suggested.get(place, ""),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and (refusal := refusal_to_mapping(self.columns)):
            raise forms.ValidationError(refusal.sentence)
        return cleaned

    @property
    def columns(self) -> dict[int, str]:
        chosen = {place: self.cleaned_data.get(f"column_{place}", "") for place in self._places}
        return {place: name for place, name in chosen.items() if name}

    @property
    def column_fields(self) -> list[forms.BoundField]:
        return [self[f"column_{place}"] for place in self._places]


@dataclass(frozen=True)
class _Brought:
    held: HeldUpload = field(repr=False)
    sheet: Sheet = field(repr=False)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def import_sheet(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    """`go` says which button was pressed: read, look, take, rejects or done."""
    go = request.POST.get("go", "read")
    if request.method != "POST":
        return _bring(request, keyring, BringSheet())
    if go == "read":
        return _read(request, keyring)
    held = held_upload(request.POST.get("held", ""), PURPOSE, keyring)
    if held is None:
        form = BringSheet({})
        form.errors.clear()
        form.add_error(None, GONE)
        return _bring(request, keyring, form)
    brought = _Brought(held, sheet(held.content()))
    form = MapColumns(request.POST, headings=brought.sheet.headings)
    if not form.is_valid():
        return _map(request, keyring, brought, form)
    rows = _rows(brought, form)
    if go == "rejects":
        return _rejects_to_be_saved(rows)
    if go == "take":
        return _take(request, keyring, brought, form, rows)
    return _map(request, keyring, brought, form, rows=rows)


def _read(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form = BringSheet(request.POST, request.FILES)
    for why in getattr(request, "files_refused", []):
        form.add_error("files", FILE_SENTENCES[why])
    if not form.is_valid():
        return _bring(request, keyring, form)
    held = None
    try:
        upload = form.cleaned_data["files"][0]
        insist(TOO_LARGE if upload.sealed.size > LARGEST_BYTES else None)
        held = hold_upload(upload)
        brought = _Brought(held, sheet(held.content()))
    except Refused as refused:
        if held:
            held.forget()
        form.add_error("files", str(refused))
        return _bring(request, keyring, form)
    shown = MapColumns(headings=brought.sheet.headings)
    suggested = MapColumns({name: shown[name].initial for name in shown.fields}, headings=brought.sheet.headings)
    rows = _rows(brought, suggested) if suggested.is_valid() else None
    return _map(request, keyring, brought, shown, rows=rows)


def _take(request: HttpRequest, keyring: Keyring, brought: _Brought, form: MapColumns, rows: SheetRows) -> HttpResponse:
    office = lookup.office_by_ref(keyring.organisation)
    try:
        batches = [
            rows.rows[at : at + importing.MOST_AT_ONCE] for at in range(0, len(rows.rows), importing.MOST_AT_ONCE)
        ]
        taken = [importing.take_in_rows(one, office, keyring, at=timezone.now()) for one in batches or [()]]
    except Refused as refused:
        form.add_error(None, str(refused))
        return _map(request, keyring, brought, form, rows=rows)
    known = sum(one.known for one in taken)
    if not rows.rejected:
        brought.held.forget()
    context = {
        **frame(keyring, "cases"),
        "title": _requests(sum(one.new for one in taken)),
        "sentence": f"{known} were taken in before." if known else "",
        "rejected": rows.rejected,
        "held": brought.held.token(PURPOSE, keyring),
        "carried": [one.as_hidden() for one in form],
    }
    return render(request, "staff/sheet_taken.html", context)


def _requests(number: int) -> str:
    return "One request is new" if number == 1 else f"{number} requests are new"


def _rows(brought: _Brought, form: MapColumns) -> SheetRows:
    chosen = form.cleaned_data
    return read_rows(brought.sheet, form.columns, about=chosen["about"], language=chosen["language"])


def _rejects_to_be_saved(rows: SheetRows) -> HttpResponse:
    """Numbers and reasons alone: what stands in a row does not leave with it."""
    written = StringIO(newline="")
    csv.writer(written).writerows([("row", "reason"), *((one.number, one.reason) for one in rows.rejected)])
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="rejected-rows.csv"'
    return response


# The pages


def _bring(request: HttpRequest, keyring: Keyring, form: BringSheet) -> HttpResponse:
    context = {
        **frame(keyring, "cases"),
        "title": "Take in a spreadsheet",
        "sentence": "Each row becomes a request, signed by you. Nothing is taken in before you have seen how it is read.",
        "part": {"form": form, "button": "Read it", "go": "read", "first": True},
    }
    return render(request, "staff/sheet.html", context)


def _map(
    request: HttpRequest, keyring: Keyring, brought: _Brought, form: MapColumns, *, rows: SheetRows | None = None
) -> HttpResponse:
    context = {
        **frame(keyring, "cases"),
        "title": "Which column is what",
        "sentence": f"{len(brought.sheet.rows)} rows. Suggested by their headings; change what does not fit.",
        "form": form,
        "held": brought.held.token(PURPOSE, keyring),
        "preview": [_preview(row) for row in rows.rows[:PREVIEW_ROWS]] if rows else [],
        "number": len(rows.rows) if rows else 0,
        "rejected": rows.rejected if rows else (),
    }
    return render(request, "staff/sheet_mapping.html", context)


def _preview(row: SheetRow) -> dict[str, Any]:
    telling = row.telling
    said = {
        **{str(FIELD_WORDS[name]): getattr(telling, name) for name in ("happened", "need_words", "work")},
        **{str(FIELD_WORDS[name]): getattr(telling, name) for name in ("country", "place")},
        **telling.origin,
        "Name": telling.name,
        **{str(FIELD_WORDS[name]): getattr(telling, name) for name in ("address", "unsafe")},
    }
    return {"number": row.number, "facts": [{"label": label, "text": text} for label, text in said.items() if text]}
