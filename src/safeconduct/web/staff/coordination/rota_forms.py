"""What a member says for the rota: what its own organisation can do, and how long the ways take."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.coordination.observer import Absence
from safeconduct.coordination.rota_group import Planning
from safeconduct.coordination.seat_wish import SeatWish
from safeconduct.coordination.travel import Way
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff.coordination.region_wording import titles

LONGEST_LIST = 2_000
LONGEST_GUEST = 80
_LONGEST_WAY = 200
_DAY = r"(\d{4}-\d{2}-\d{2})"
_AWAY = re.compile(rf"{_DAY}(?:\s*(?:to|until|[-–])\s*{_DAY})?")


def _number(label: Any, help_text: Any, *, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        required=False,
        error_messages={
            "invalid": _("This is no whole number. Write it in digits."),
            "min_value": _("This is too small. Write at least %(limit_value)s, or leave it empty."),
            "max_value": _("This is too large. Write at most %(limit_value)s, or leave it empty."),
        },
    )


def _lines(label: Any, help_text: Any, *, rows: int = 3) -> Text:
    area = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return Text(label=label, help_text=help_text, widget=area, max_length=LONGEST_LIST, required=False)


class WishForm(forms.Form):
    seat = Text(label=_("City from which you travel"), max_length=200, required=False)
    languages = Text(
        label=_("Languages that you can follow"),
        help_text=_("With commas between them. Empty means every one."),
        max_length=LONGEST_LIST,
        required=False,
    )
    away = _lines(_("Days on which nobody can go"), _("One time in a line, as 2026-04-01 to 2026-04-10, or one day."))
    barred = Text(
        label=_("Cities that your security rules close to you"),
        help_text=_("With commas between them."),
        max_length=LONGEST_LIST,
        required=False,
    )
    farthest_hours = _number(_("Farthest way, in hours"), _("Empty means any."), least=0, most=72)
    at_most = _number(_("Most hearings that you take"), _("In one rota; empty means any number."), least=0, most=100)
    notice_days = _number(_("Days that you need to be accredited"), _("Empty means none."), least=0, most=365)
    share = _number(_("Your share of the load"), _("From 1 to 10; empty means 1."), least=1, most=10)
    guest = Text(
        label=_("A guest whom you could bring"),
        help_text=_(
            "What they are, such as “member of parliament”; no name. For hearings that are open, or open on notice."
        ),
        max_length=LONGEST_GUEST,
        required=False,
    )
    apart = forms.MultipleChoiceField(
        label=_("Hearings in which you have a conflict of interest"),
        help_text=_("No reason is asked. Who may read of the hearing reads that you declared one."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    apart_from = forms.MultipleChoiceField(
        label=_("Regions in which you have a conflict of interest"),
        help_text=_("For trips that lead there. The group reads that you declared one."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *given: Any, found: Planning, **named: Any) -> None:
        """Where there is nothing to choose from, nothing is asked."""
        super().__init__(*given, **named)
        offered = {
            "apart": {one.ref: name for name, one in found.hearings.items()},
            "apart_from": titles(found.regions.values()),
        }
        for name, choices in offered.items():
            self.fields[name].choices = list(choices.items())
            if not choices:
                self.fields[name].widget = forms.MultipleHiddenInput()

    def clean_away(self) -> tuple[Absence, ...]:
        return tuple(_absence(line) for line in self.cleaned_data["away"].splitlines() if line.strip())

    def wish(self, organisation: str) -> SeatWish:
        typed = self.cleaned_data
        return SeatWish(
            organisation,
            typed["seat"].strip(),
            _parts(typed["languages"]),
            typed["away"],
            _parts(typed["barred"]),
            typed["farthest_hours"],
            typed["at_most"],
            typed["notice_days"] or 0,
            typed["share"] or 1,
            tuple(typed["apart_from"]),
            typed["guest"].strip(),
        )


def _absence(line: str) -> Absence:
    found = _AWAY.fullmatch(line.strip())
    try:
        if found:
            first, last = found[1], found[2] or found[1]
            return Absence(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        pass  # has the shape of a day and is none
    raise forms.ValidationError(_("A line here is no time away. Write it like 2026-04-01 to 2026-04-10."))


def _parts(typed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in typed.split(",") if part.strip())


def typed_of(wish: SeatWish, apart: list[str]) -> dict[str, Any]:
    """A wish as its form shows it; `apart` are hearings."""
    away = (f"{one.first} to {one.last}" if one.last != one.first else str(one.first) for one in wish.away)
    return {
        **wish.as_data(),
        "languages": ", ".join(wish.languages),
        "barred": ", ".join(wish.barred),
        "away": "\n".join(away),
        "notice_days": wish.notice_days or None,
        "apart": apart,
    }


class WaysForm(forms.Form):
    ways = _lines(
        _("Ways between cities"),
        _("One in a line: city, city, hours. Ways add up; three hours count where nothing is written."),
        rows=5,
    )

    def clean_ways(self) -> tuple[Way, ...]:
        return tuple(_way(line) for line in self.cleaned_data["ways"].splitlines() if line.strip())


def _way(line: str) -> Way:
    parts = _parts(line)
    try:
        one, other, hours = parts
        if one.casefold() != other.casefold() and 0 < float(hours) <= _LONGEST_WAY:
            return Way(one, other, timedelta(minutes=round(float(hours) * 60)))
    except ValueError:
        pass  # not three parts, or no number
    raise forms.ValidationError(_("A line here is no way. Write it like Karsa, Tarn, 2.5."))


def typed_ways(ways: tuple[Way, ...]) -> str:
    return "\n".join(f"{way.one}, {way.other}, {way.takes.total_seconds() / 3600:g}" for way in ways)
