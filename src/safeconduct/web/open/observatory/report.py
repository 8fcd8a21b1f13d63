"""For a report: a paragraph, a table and a chart of one country with their footnote, to copy or as a document."""

from dataclasses import dataclass
from textwrap import wrap

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.open.observatory import words
from safeconduct.web.open.observatory.country import Years, known, patterns, year_bars, year_table, years_of
from safeconduct.web.open.observatory.overview import COUNTED, share_row
from safeconduct.web.open.observatory.reader import Choice, Reader, chooses, comma, day_format, opened, shown

_LINE = 84  # letters of the footnote under a chart
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class ReportWords:
    """`heads` and `rows` of the table: years by level."""

    title: str
    paragraph: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    footnote: str

    def as_text(self) -> str:
        table = "\n".join("\t".join(row) for row in (self.heads, *self.rows))
        return f"{self.paragraph}\n\n{table}\n\n{self.footnote}"


@chooses
def report(request: HttpRequest, reader: Reader, form: Choice, code: str) -> HttpResponse:
    asked = known(reader, code)
    name, years = reader.country(asked), years_of(reader, asked)
    told, drawn = report_words(reader, asked, years), {"bars": year_bars(years), "patterns": patterns(years)}
    return shown(request, "report", reader, form=form, code=code, name=name, told=told, text=told.as_text(), **drawn)


def report_words(reader: Reader, code: str, years: Years) -> ReportWords:
    if COUNTED not in reader.snapshot.rules:
        raise NotFound
    table = year_table(years)
    heads = (_("Year"), *table["levels"], _("Together"))
    rows = [
        (str(row["year"] or "–"), *(str(cell["number"]) for cell in row["cells"]), str(row["total"]))
        for row in table["rows"]
    ]
    rows.append((_("Together"), *(str(cell["number"]) for cell in table["totals"]), str(table["total"])))
    title = _("Public statements: %(country)s") % {"country": reader.country(code)}
    return ReportWords(title, _paragraph(reader, code, years), heads, tuple(rows), footnote(reader))


def _paragraph(reader: Reader, code: str, years: Years) -> str:
    count = years.total or 0
    period, written = reader.narrowing.period, day_format(reader.language)
    days = {name: formats.date_format(getattr(period, name), written) for name in ("first", "last")}
    told = {"country": reader.country(code), "count": count, **days}
    sentences = [
        ngettext(
            "%(country)s: from %(first)s to %(last)s, %(count)d public statement was counted.",
            "%(country)s: from %(first)s to %(last)s, %(count)d public statements were counted.",
            count,
        )
        % told
    ]
    if reader.narrowing.who:
        named = words.word({**words.LEVELS, **words.ISSUERS}, reader.narrowing.who)
        sentences.append(_("Who speaks: %(who)s.") % {"who": named})
    for rule in reader.rules("rate"):
        if rate := reader.figure(rule.name, code):
            ends = {
                "value": reader.decimal(rate.value),
                "low": reader.decimal(rate.low),
                "high": reader.decimal(rate.high),
            }
            sentences.append(_("That is %(value)s a year (95 %% interval %(low)s to %(high)s).") % ends)
    for rule in reader.rules("share"):
        if row := share_row(reader, rule.name, code):
            label = words.of_rule(rule, reader.language)["label"]
            numbers = {name: row[name] for name in ("count", "whole", "share", "low", "high")}
            sentence = _("%(label)s: %(count)d of %(whole)d, %(share)s (95 %% interval %(low)s to %(high)s).")
            sentences.append(sentence % {"label": label, **numbers})
    return " ".join(sentences)


def footnote(reader: Reader) -> str:
    """What has to stand under a figure wherever it is copied to."""
    stored = reader.snapshot
    rule = stored.rules[COUNTED]
    told = words.of_rule(rule, reader.language)
    period = reader.narrowing.period
    source = _(
        "%(publisher)s, Public statements on human rights defenders, %(first)s to %(last)s, as of %(as_of)s."
        " Data snapshot %(snapshot)s, rule %(rule)s."
    ) % {
        "publisher": stored.publisher,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "as_of": period.as_of.isoformat(),
        "snapshot": stored.known_by,
        "rule": rule.code,
    }
    forums = _("Forums: %(forums)s.") % {"forums": comma(reader.language).join(told["forums"])}
    cautions = (
        _("Public texts only."),
        _("Silence may be a defender's wish."),
        _("Private action is not seen."),
        _("More is not better."),
    )
    return " ".join(part for part in (stored.remark, source, forums, told["method"], *cautions) if part)


@require_safe
def report_document(request: HttpRequest, snapshot: str, months: str, who: str, code: str) -> HttpResponse:
    from safeconduct.observatory.publishing.country_document import CountryReport, country_document

    reader = opened(snapshot, months, who)
    asked = known(reader, code)
    told = report_words(reader, asked, years_of(reader, asked))
    written = CountryReport(
        told.title,
        told.paragraph,
        told.heads,
        told.rows,
        told.footnote,
        author=reader.snapshot.publisher,
        language=reader.language,
    )
    response = HttpResponse(country_document(written), content_type=DOCUMENT)
    response.headers["Content-Disposition"] = f'attachment; filename="statements-{code}.docx"'
    return response


@require_safe
def report_chart(request: HttpRequest, snapshot: str, months: str, who: str, code: str) -> HttpResponse:
    """The chart as a file that stands alone, with its title and its footnote."""
    reader = opened(snapshot, months, who)
    code = known(reader, code)
    years = years_of(reader, code)
    drawn, told = year_bars(years), report_words(reader, code, years)
    right = reader.is_from_the_right
    key = [
        {**one, "down": drawn.height + 14 + 20 * at, "left": drawn.width - 22 if right else 0}
        | {"label": drawn.width - 30 if right else 30}
        for at, one in enumerate(patterns(years))
    ]
    foot = drawn.height + 40 + 20 * len(key)
    lines = [{"says": line, "down": foot + 14 * at} for at, line in enumerate(wrap(told.footnote, _LINE))]
    context = {"bars": drawn, "legend": key, "lines": lines, "title": told.title, "height": foot + 44 + 14 * len(lines)}
    places = {"start": drawn.width if right else 0, "direction": "rtl" if right else "ltr"}
    page = {"language": reader.language, "from_the_right": right}
    picture = render_to_string("open/observatory/chart.svg", context | places | page)
    response = HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="statements-{code or "all"}.svg"'
    return response
