"""A request for a page of the observatory, opened: the snapshot that its address names and the part of it that is asked for."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from babel import Locale
from babel.numbers import format_decimal, format_percent
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from safeconduct.observatory.measuring.coded_statement import NOT_TOLD
from safeconduct.observatory.showing.narrowing import LEVELS, NarrowedFigure, Narrowing, figure, months
from safeconduct.observatory.showing.stored_snapshot import StoredSnapshot, snapshots_in, stored_snapshot
from safeconduct.vocabulary.place_name import country_name
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.language_links import language_links
from safeconduct.web.open.observatory import words

WHOLE, ALL = "whole", "all"
LONGEST = 40
# In English the day stands first, as everywhere here; other languages write days as they do.
ENGLISH_DAY = "j F Y"
_MANY = 100  # texts from which a share is told with a decimal


@dataclass(frozen=True)
class Reader:
    """`months` and `who`: as the address has them. A figure is asked for once, though several parts of a page show it."""

    snapshot: StoredSnapshot
    narrowing: Narrowing
    months: str
    who: str
    language: str
    _figures: dict[tuple[str, str], NarrowedFigure | None] = field(default_factory=dict)

    @property
    def is_from_the_right(self) -> bool:
        return self.language == "ar"

    def country(self, code: str) -> str:
        return country_name(code, self.language) if code else _("All countries")

    def named_language(self, code: str) -> str:
        """The code itself where there is no name for it."""
        if code == NOT_TOLD:
            return _("not known")
        return str(Locale(self.language).languages.get(code.replace("-", "_"), code))

    def in_order(self, codes: Iterable[str]) -> list[str]:
        """By the alphabet; letters with marks stand beside those without."""
        return sorted(codes, key=lambda code: (not code, _plain(self.country(code))))

    def percent(self, share: float | None, whole: int) -> str:
        if share is None:
            return "–"
        return format_percent(share, format="#,##0.0%" if whole >= _MANY else "#,##0%", locale=self.language)

    def decimal(self, number: float | None) -> str:
        return "–" if number is None else format_decimal(number, format="#,##0.0", locale=self.language)

    def figure(self, rule: str, country: str) -> NarrowedFigure | None:
        asked = (rule, country)
        if asked not in self._figures:
            self._figures[asked] = figure(self.snapshot, rule, country, self.narrowing)
        return self._figures[asked]

    def rules(self, *measures: str) -> list[Any]:
        return [rule for rule in self.snapshot.rules.values() if rule.measures in measures]


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def opened(snapshot: str, months_asked: str = WHOLE, who: str = ALL) -> Reader:
    """What is not there is the same answer as everywhere: a page that is not found."""
    path = snapshots_in(settings.SAFECONDUCT_OBSERVATORY).get(snapshot)
    stored = stored_snapshot(path) if path else None
    if stored is None:
        raise NotFound
    period = stored.period if months_asked == WHOLE else months(months_asked, stored.period)
    if period is None or who not in {ALL, *LEVELS, *issuers_of(stored)}:
        raise NotFound
    narrowing = Narrowing(period, "" if who == ALL else who, months_asked == WHOLE)
    return Reader(stored, narrowing, months_asked, who, translation.get_language() or "en")


def issuers_of(snapshot: StoredSnapshot) -> set[str]:
    return {kind for kind in snapshot.issuers if kind in words.ISSUERS}


class Choice(forms.Form):
    """Which part is looked at. Nothing of it is kept: it becomes the address of the page."""

    first = forms.CharField(label=gettext_lazy("From month, as 2014-01"), required=False, max_length=LONGEST)
    last = forms.CharField(label=gettext_lazy("To month, as 2019-04"), required=False, max_length=LONGEST)
    who = forms.ChoiceField(label=gettext_lazy("Who speaks"), required=False)

    def __init__(self, reader: Reader, data: Any = None) -> None:
        period = reader.narrowing.period
        begins, ends = (f"{day:%Y-%m}" for day in (period.first, period.last))
        super().__init__(data, initial={"first": begins, "last": ends, "who": reader.who})
        levels = [(level, words.word(words.LEVELS, level)) for level in LEVELS]
        kinds = sorted((words.word(words.ISSUERS, kind), kind) for kind in issuers_of(reader.snapshot))
        groups = [(_("Levels"), levels), (_("Issuers"), [(kind, name) for name, kind in kinds])]
        self.fields["who"].choices = [(ALL, _("Everybody")), *groups]  # type: ignore[attr-defined]
        self._whole = reader.snapshot.period

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        whole = self._whole
        first = typed.get("first") or f"{whole.first:%Y-%m}"
        last = typed.get("last") or f"{whole.last:%Y-%m}"
        period = months(f"{first}..{last}", whole)
        if period is None:
            told = {"first": f"{whole.first:%Y-%m}", "last": f"{whole.last:%Y-%m}"}
            sentence = _(
                "These months cannot be shown. Write two between %(first)s and %(last)s, the earlier one first."
            )
            raise forms.ValidationError(sentence % told)
        is_all = (period.first, period.last) == (whole.first, whole.last)
        return {"months": WHOLE if is_all else f"{first}..{last}", "who": typed.get("who") or ALL}


def chooses(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of part of a snapshot. Another part is chosen in a form, which leads to that part's own address."""

    @csrf_exempt  # nothing is kept and no cookie is set: the form only leads to another address
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, snapshot: str, months: str, who: str, **rest: Any) -> HttpResponse:
        reader = opened(snapshot, months, who)
        form = Choice(reader, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and request.resolver_match:
            return redirect(request.resolver_match.view_name, **{"snapshot": snapshot, **rest, **form.cleaned_data})
        return view(request, reader, form, **rest)

    return answer


def shown(request: HttpRequest, template: str, reader: Reader, **context: Any) -> HttpResponse:
    """The page with what each of them has: its parts, languages, snapshot and cautions."""
    stored, narrowing, match = reader.snapshot, reader.narrowing, request.resolver_match
    frame = {
        "snapshot": stored.known_by,
        "publisher": stored.publisher,
        "remark": stored.remark,
        "as_of": stored.period.as_of,
        "first": narrowing.period.first,
        "last": narrowing.period.last,
        "who": _who(narrowing.who),
        "day_format": day_format(reader.language),
        "comma": comma(reader.language),
        "has_audits": bool(stored.audits),
        "is_narrowed": not narrowing.is_none,
        "from_the_right": reader.is_from_the_right,
        "languages": language_links(match.view_name, **match.captured_kwargs) if match else [],
        "part": {"snapshot": stored.known_by, "months": reader.months, "who": reader.who},
    }
    return render(request, f"open/observatory/{template}.html", frame | context)


def day_format(language: str) -> str:
    return ENGLISH_DAY if language == "en" else "DATE_FORMAT"


def comma(language: str) -> str:
    return "، " if language == "ar" else ", "


def _who(who: str) -> str:
    return words.word({**words.LEVELS, **words.ISSUERS}, who) if who else ""
