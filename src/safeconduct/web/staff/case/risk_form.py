"""The form of an assessment: lists of lines with two rows to spare, and what is missing said at its row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.risk import BANDS, LINES, SECTIONS, Claim, Gap, Grounds, Line, Other, Risk
from safeconduct.web.defender.questions import Text
from safeconduct.web.defender.wishing import DangerView
from safeconduct.web.staff.forms import WAY_CHOICES

TO_SPARE, ROWS_AT_MOST = 2, 50
BAND_WORDS = {
    "low": _("Low"),
    "raised": _("Raised"),
    "high": _("High"),
    "severe": _("Severe"),
    "immediate": _("Immediate"),
}
SECTION_WORDS = {
    "work": _("At work"),
    "home": _("At home and on the way"),
    "digital": _("Phone, computer and accounts"),
    "psychosocial": _("Strength, sleep, who is near"),
    "particular": _("Particular for this person: as a woman or man, gender, age, origin, faith, disability"),
}
LIST_WORDS = {
    "threats": (_("Threat"), _("Threats"), _("Who or what may do harm, and has shown it.")),
    "vulnerabilities": (_("Vulnerability"), _("Vulnerabilities"), _("What makes harm easier or worse.")),
    "capacities": (_("Capacity"), _("Capacities"), _("What protects, and who helps. The defender’s own means first.")),
    "others": (_("Other"), _("Others who may be harmed"), _("Family, colleagues, co-signers. A role and a label, never a name.")),
    "claims": (_("Claim"), _("What may be said against them"), _("A tool of others, after fame or money: with the answer that is ready.")),
}  # fmt: skip
_DAY = {"invalid": _("This is not a day. Write it as 2027-01-31.")}


def _words(label: Any) -> Text:
    return Text(label=label, widget=forms.Textarea(attrs={"rows": 1}), max_length=2_000, required=False)


def _area(label: Any, help_text: Any = "") -> Text:
    area = forms.Textarea(attrs={"rows": 3})
    return Text(label=label, help_text=help_text, widget=area, max_length=10_000, required=False)


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _row_of(name: str) -> dict[str, forms.Field]:
    if name in LINES:
        shows = _("What shows it")
        return {
            "what": _words(LIST_WORDS[name][0]),
            "evidence": _words(shows),
            "on": _day(_("Day"), required=False, error_messages=_DAY),
        }
    if name == "claims":
        return {"text": _words(_("Claim")), "answer": _words(_("Our answer"))}
    return {
        "role": forms.ChoiceField(
            label=_("Role"), choices=[("", _("Choose")), *choices_of("other_roles")], required=False
        ),
        "label": _words(_("Label")),
        "asked": _words(_("What they were asked")),
        "said": _words(_("What they said")),
    }


class AssessRisk(forms.Form):
    """Its rows are fields `threats-0-what`; empty rows count for nothing."""

    leverage = _area(_("How does being known help?"), _("Who reads it, and holds back because of it."))
    exposure = _area(_("How does being known endanger?"), _("Who notices them, and would not otherwise."))
    found_openly = _area(
        _("What can anybody find about relatives and colleagues?"),
        _("Look before anything is made public, and say what you looked through."),
    )
    asked_none = forms.BooleanField(label=_("Asked: nobody else may be harmed"), required=False)
    band = forms.ChoiceField(
        label=_("Band"),
        choices=[(band, BAND_WORDS[band]) for band in BANDS],
        widget=forms.RadioSelect,
        required=False,
    )
    because = _area(_("Because"), _("Why this band and not the next one up or down."))
    review_on = _day(
        _("Look at it again by"),
        help_text=_("At most 180 days on; raised 90, high 30, severe 14, immediate 3."),
        error_messages=_DAY,
        required=False,
    )

    def __init__(self, *args: Any, rows: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {name: min(max(rows[name], 1), ROWS_AT_MOST) for name in LIST_WORDS}
        for name, row, part, field in self._fields_of_rows():
            self.fields[f"{name}-{row}-{part}"] = field
        for name in SECTIONS:
            self.fields[name] = _area(SECTION_WORDS[name])

    def _fields_of_rows(self) -> Iterator[tuple[str, int, str, forms.Field]]:
        for name, count in self.rows.items():
            for row in range(count):
                for part, field in _row_of(name).items():
                    if part in ("what", "text", "role"):
                        field.label = f"{field.label} {row + 1}"
                    yield name, row, part, field

    def lists(self) -> dict[str, dict[str, Any]]:
        """For the template: each list with its title, its help and its rows of bound fields."""
        return {
            name: {
                "title": title,
                "help": help_text,
                "rows": [
                    {"name": f"{one} {row + 1}", "fields": [self[f"{name}-{row}-{part}"] for part in _row_of(name)]}
                    for row in range(self.rows[name])
                ],
            }
            for name, (one, title, help_text) in LIST_WORDS.items()
        }

    def sections(self) -> list[forms.BoundField]:
        return [self[name] for name in SECTIONS]

    def filled(self, name: str) -> list[tuple[int, dict[str, Any]]]:
        """The rows in which anything stands, each with its number on the page."""
        rows = (
            (row, {part: self.cleaned_data[f"{name}-{row}-{part}"] for part in _row_of(name)})
            for row in range(self.rows[name])
        )
        return [(row, parts) for row, parts in rows if any(parts.values())]

    def risk(self, *, at: datetime) -> Risk:
        typed = self.cleaned_data
        lines = {name: tuple(_a_line(parts) for _row, parts in self.filled(name)) for name in LINES}
        return Risk(
            ref="",
            band=typed["band"],
            because=typed["because"],
            others=tuple(Other(**parts) for _row, parts in self.filled("others")),
            # No day is as good as one that passed long ago.
            review_on=typed["review_on"] or date.min,
            at=at,
            post_name="",
            asked_none=typed["asked_none"],
            grounds=Grounds(
                **lines,
                sections={name: typed[name] for name in SECTIONS},
                leverage=typed["leverage"],
                exposure=typed["exposure"],
                found_openly=typed["found_openly"],
                claims=tuple(Claim(**parts) for _row, parts in self.filled("claims")),
            ),
        )

    def add_gaps(self, found: Iterable[Gap]) -> None:
        # A field with an error gives no value any more, so all places are looked up first.
        for field, gap in [(self._field_of(gap), gap) for gap in found]:
            self.add_error(field, gap.refusal.sentence)

    def _field_of(self, gap: Gap) -> str:
        if gap.question not in self.rows:
            return gap.question
        if gap.number is None and gap.question == "others":
            return "asked_none"
        row = 0 if gap.number is None else self.filled(gap.question)[gap.number][0]
        return f"{gap.question}-{row}-{next(iter(_row_of(gap.question)))}"


def _a_line(parts: Mapping[str, Any]) -> Line:
    on: date | None = parts["on"]
    return Line(parts["what"], parts["evidence"], on.isoformat() if on else "")


def typed_anew(risk: Risk | None) -> dict[str, Any]:
    """What a form that begins from this assessment shows: its grounds, but neither its band nor its review day."""
    if risk is None:
        return {}
    grounds = asdict(risk.grounds)
    rows = {**{name: grounds.pop(name) for name in (*LINES, "claims")}, "others": [asdict(one) for one in risk.others]}
    cells = {
        f"{name}-{row}-{part}": value
        for name, listed in rows.items()
        for row, parts in enumerate(listed)
        for part, value in parts.items()
    }
    return {**grounds.pop("sections"), **grounds, **cells}


def rows_in(names: Iterable[str]) -> dict[str, int]:
    """How many rows of each list these names of fields speak of."""
    counted = dict.fromkeys(LIST_WORDS, 0)
    for name in names:
        listed, _dash, rest = name.partition("-")
        row = rest.partition("-")[0]
        if listed in counted and row.isdecimal() and len(row) < 4:
            counted[listed] = max(counted[listed], int(row) + 1)
    return counted


def with_rows_to_spare(rows: Mapping[str, int]) -> dict[str, int]:
    return {name: count + TO_SPARE for name, count in rows.items()}


class TakeDownView(DangerView):
    """The defender's own answers, as they were said to an officer."""

    way = forms.ChoiceField(
        label=_("How it was said"), choices=[one for one in WAY_CHOICES if one[0] != "advance_wish"]
    )
