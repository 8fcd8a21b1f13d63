"""The texts behind a number, one text as it was coded, and two beside each other: only what differs."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.observatory.measuring.side_by_side import NOT_SAID, differences
from safeconduct.observatory.showing.missing_language import missing_languages, missing_other_languages
from safeconduct.observatory.showing.narrowing import NarrowedFigure, texts_behind
from safeconduct.observatory.showing.stored_snapshot import ShownText
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.vocabulary.web_address import is_web_address
from safeconduct.web.open.observatory import words
from safeconduct.web.open.observatory.country import known
from safeconduct.web.open.observatory.reader import ALL, LONGEST, WHOLE, Choice, Reader, chooses, comma, opened, shown

PAGE = 50  # texts
ALL_PAGES = 20  # up to so many are all linked
AT_ONCE = 1_000  # rows of a table
NEAR = 4
_FIELDS = tuple(words.FIELDS)


@chooses
def texts(
    request: HttpRequest, reader: Reader, form: Choice, code: str, rule: str, part: str, page: int = 1
) -> HttpResponse:
    found, count = _counted(reader, code, rule, part)
    last = max(1, -(-count // PAGE))
    if page > last:
        raise NotFound
    listed = texts_behind(reader.snapshot, found, reader.narrowing, part, skip=(page - 1) * PAGE, most=PAGE)
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
        rows=[told(reader, one) for one in listed],
        count=count,
        first_number=(page - 1) * PAGE + 1,
        pages=_pages(page, last) if last > 1 else (),
        page=page,
        statements=reader.snapshot.statements_sha256,
        path=request.path,
    )


def _counted(reader: Reader, code: str, rule: str, part: str) -> tuple[NarrowedFigure, int]:
    """The figure, and how many texts its part has."""
    found = reader.figure(rule, known(reader, code))
    if found is None or found.is_hidden or found.is_untold:
        raise NotFound
    return found, found.texts if part == "counted" else found.texts + found.others


def _pages(page: int, last: int) -> list[int | None]:
    """The numbers of pages that are linked; None where some are left out. All of a few; of many the first, those around, and the last,
    and between them some that halve the way."""
    if last <= ALL_PAGES:
        return list(range(1, last + 1))
    linked = {1, last, (1 + page) // 2, (page + last) // 2, *range(max(1, page - 2), min(last, page + 2) + 1)}
    told: list[int | None] = []
    for one in sorted(linked):
        told += [one] if not told or told[-1] == one - 1 else [None, one]
    return told


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
        "address": text.url if is_web_address(text.url) else "",
    }


@require_safe
def texts_csv(
    request: HttpRequest, snapshot: str, months: str, who: str, code: str, rule: str, part: str
) -> StreamingHttpResponse:
    """The same texts as a table, with what each was coded as."""
    reader = opened(snapshot, months, who)
    found, _count = _counted(reader, code, rule, part)
    response = StreamingHttpResponse(_table(reader, found, part), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="texts.csv"'
    return response


def _table(reader: Reader, found: NarrowedFigure, part: str) -> Iterator[str]:
    """Some rows at a time, since there may be a hundred thousand."""
    columns, after = ("id", *_FIELDS, "url"), 0
    yield _lines([columns])
    while listed := texts_behind(reader.snapshot, found, reader.narrowing, part, most=AT_ONCE, after=after):
        yield _lines([_plain(one.codes.get(column)) for column in columns] for one in listed)
        after = listed[-1].place


def _lines(rows: Iterable[Iterable[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


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
        other = reader.snapshot.with_id(form.cleaned_data["other"].strip())
        if other is not None:
            return redirect("observatory:beside", snapshot=snapshot, number=number, other=other.number)
        form.add_error("other", _("This snapshot has no text with this id. Copy it from a list of texts."))
    near = [told(reader, other) for other in reader.snapshot.near(one, NEAR)]
    codes = [
        {"field": words.word(words.FIELDS, field), "value": _code(reader, field, one.codes.get(field))}
        for field in _FIELDS
    ]
    missing = _missing(reader, one, missing_languages)
    others = _missing(reader, one, missing_other_languages)
    more = {"form": form, "codes": codes, "missing": missing, "others": others, "near": near}
    return shown(request, "text", reader, text=told(reader, one), **more)


def _missing(
    reader: Reader, one: ShownText, missing: Callable[[Iterable[str], str], tuple[str, ...]]
) -> list[dict[str, str]]:
    """The countries with languages in which no version was collected."""
    found = {code: missing(one.version_languages, code) for code in reader.in_order(one.countries)}
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
