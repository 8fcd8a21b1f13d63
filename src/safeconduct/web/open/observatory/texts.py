"""The texts behind a number, one text as it was coded, and two beside each other: only what differs."""

import csv
import io
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.observatory.measuring.side_by_side import NOT_SAID, differences
from safeconduct.observatory.showing.missing_language import missing_languages
from safeconduct.observatory.showing.stored_snapshot import ShownText
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.open.observatory import words
from safeconduct.web.open.observatory.country import known
from safeconduct.web.open.observatory.reader import ALL, LONGEST, WHOLE, Choice, Reader, chooses, comma, opened, shown

PAGE = 50  # texts
NEAR = 4
_FIELDS = tuple(words.FIELDS)


@chooses
def texts(
    request: HttpRequest, reader: Reader, form: Choice, code: str, rule: str, part: str, page: int = 1
) -> HttpResponse:
    found, ids = _counted(reader, code, rule, part)
    pages = max(1, -(-len(ids) // PAGE))
    if page > pages:
        raise NotFound
    listed = ids[(page - 1) * PAGE : page * PAGE]
    return shown(
        request,
        "texts",
        reader,
        form=form,
        name=reader.country(known(reader, code)),
        code=code,
        part_name=part,
        figure=found,
        rule=words.of_rule(found.rule, reader.language),
        rows=[told(reader, reader.snapshot.texts[one]) for one in listed],
        count=len(ids),
        first_number=(page - 1) * PAGE + 1,
        pages=range(1, pages + 1) if pages > 1 else (),
        page=page,
        statements=reader.snapshot.statements_sha256,
        path=request.path,
    )


def _counted(reader: Reader, code: str, rule: str, part: str) -> tuple[Any, list[str]]:
    """The figure, and the ids of its part in the order of their days."""
    found = reader.figure(rule, known(reader, code))
    if found is None or found.is_hidden or found.is_untold:
        raise NotFound
    ids = found.texts if part == "counted" else (*found.texts, *found.others)
    days = {one: str(reader.snapshot.texts[one].earliest or "") for one in ids}
    return found, sorted(ids, key=lambda one: (days[one], one))


def told(reader: Reader, text: ShownText) -> dict[str, Any]:
    return {
        "number": text.number,
        "id": text.id,
        "earliest": text.earliest,
        "latest": text.latest,
        "is_one_day": text.earliest == text.latest,
        "issuer": words.word(words.ISSUERS, text.issuer_kind),
        "countries": comma(reader.language).join(reader.country(code) for code in reader.in_order(text.countries)),
        "language": text.language,
        "address": text.url if text.url.startswith(("https://", "http://")) else "",
    }


@require_safe
def texts_csv(
    request: HttpRequest, snapshot: str, months: str, who: str, code: str, rule: str, part: str
) -> HttpResponse:
    """The same texts as a table, with what each was coded as."""
    reader = opened(snapshot, months, who)
    _found, ids = _counted(reader, code, rule, part)
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    columns = ("id", *_FIELDS, "url")
    rows.writerow(columns)
    for one in ids:
        rows.writerow(_plain(reader.snapshot.texts[one].codes.get(column)) for column in columns)
    response = HttpResponse(written.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="texts.csv"'
    return response


def _plain(value: object) -> str:
    """As in the tables of a snapshot: a spreadsheet takes none of it for a formula."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            value = " | ".join(map(str, value))
    written = str(value)
    return f"'{written}" if written.startswith(("=", "+", "-", "@", "\t", "\r")) else written


class Other(forms.Form):
    other = forms.CharField(label=gettext_lazy("Id of another text"), max_length=5 * LONGEST)


@csrf_exempt  # nothing is kept and no cookie is set: the form only leads to another address
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, snapshot: str, number: int) -> HttpResponse:
    reader, one = _one(snapshot, number)
    form = Other(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        other = reader.snapshot.texts.get(form.cleaned_data["other"].strip())
        if other is not None:
            return redirect("observatory:beside", snapshot=snapshot, number=number, other=other.number)
        form.add_error("other", _("This snapshot has no text with this id. Copy it from a list of texts."))
    near = [told(reader, other) for other in _near(reader, one)]
    codes = [
        {"field": words.word(words.FIELDS, field), "value": _code(reader, field, one.codes.get(field))}
        for field in _FIELDS
    ]
    missing = _missing(reader, one)
    return shown(request, "text", reader, form=form, text=told(reader, one), codes=codes, missing=missing, near=near)


def _missing(reader: Reader, one: ShownText) -> list[dict[str, str]]:
    """The countries with an official language in which no version was collected."""
    found = {code: missing_languages(one.version_languages, code) for code in reader.in_order(one.countries)}
    return [
        {
            "country": reader.country(code),
            "languages": comma(reader.language).join(map(reader.named_language, languages)),
        }
        for code, languages in found.items()
        if languages
    ]


def _one(snapshot: str, number: int) -> tuple[Reader, ShownText]:
    reader = opened(snapshot, WHOLE, ALL)
    one = reader.snapshot.numbered(number)
    if one is None:
        raise NotFound
    return reader, one


def _near(reader: Reader, one: ShownText) -> list[ShownText]:
    """The texts on the same countries that are nearest in time."""
    if one.earliest is None:
        return []
    day, places = one.earliest, set(one.countries)
    others = [
        other
        for other in reader.snapshot.texts.values()
        if other.id != one.id and other.earliest and places & set(other.countries)
    ]
    nearest = sorted(others, key=lambda other: (abs((other.earliest or day) - day), other.id))[:NEAR]
    return sorted(nearest, key=lambda other: (other.earliest or day, other.id))


def _code(reader: Reader, field: str, value: object) -> str:
    """A code in words; “–” where the text does not say."""
    match value:
        case None | "" | []:
            return NOT_SAID
        case bool():
            return words.word(words.VALUES, "yes" if value else "no")
        case list() if field == "version_languages":
            return comma(reader.language).join(reader.named_language(str(code)) for code in value)
        case list():
            return comma(reader.language).join(reader.country(str(code)) for code in reader.in_order(value))
    named = {
        "issuer_kind": words.ISSUERS,
        "issuer_level": words.LEVELS,
        "label": words.VALUES,
        "release_call": words.VALUES,
    }
    return words.word(named.get(field, {}), str(value))


@require_safe
def beside(request: HttpRequest, snapshot: str, number: int, other: int) -> HttpResponse:
    reader, one = _one(snapshot, number)
    _same, two = _one(snapshot, other)
    rows = [
        {
            "field": words.word(words.FIELDS, row.field),
            "one": _code(reader, row.field, one.codes.get(row.field)),
            "other": _code(reader, row.field, two.codes.get(row.field)),
        }
        for row in differences(one.codes, two.codes)
        if row.field in words.FIELDS
    ]
    return shown(request, "beside", reader, one=told(reader, one), other=told(reader, two), rows=rows)
