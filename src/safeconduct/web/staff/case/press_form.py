"""The form of a note for the press: for whom, from when, what may be said and quoted, what is public already, whom to ask."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.draft import LANGUAGES
from safeconduct.cases.press_note import MOST_BACKGROUND, NOBODY, OFFICE, PressBackground, PressNote
from safeconduct.guidance.action_kind import Input
from safeconduct.sealing.record import new_ref
from safeconduct.web.staff.case.account_fields import as_written, asking_fields, field_names
from safeconduct.web.staff.fields import Day, words
from safeconduct.web.staff.wording import LANGUAGE_NAMES

QUOTED_WORDS = {OFFICE: _("With the name of the office"), NOBODY: _("Without the name of a person or an office")}
FREE_FROM = Input("free_from", "May be used from", "moment", optional=True)
NO_OUTLET = _("No desk is noted. Note it with a group, on its page “Media”.")


def _short(label: Any, help_text: Any = "", longest: int = 300) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=longest, required=False)


class PressForm(forms.Form):
    outlet = forms.ChoiceField(label=_("For which newspaper or station"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the note"), choices=[(one, LANGUAGE_NAMES[one]) for one in LANGUAGES]
    )
    says = words(
        _("What may be said"),
        rows=5,
        help_text=_("A sentence a line. No names: write [name] for the person, and the label in brackets for others."),
    )
    quote = words(_("A sentence that may be quoted"), help_text=_("Empty: nothing may be quoted word for word."))
    quoted_as = forms.ChoiceField(label=_("Quoted how"), choices=list(QUOTED_WORDS.items()))
    post = forms.ChoiceField(
        label=_("Whom the press asks"), help_text=_("A post; never a person’s name."), required=False
    )
    reach = _short(_("How that post is reached"), _("A number or an address of the office."), 200)

    def __init__(
        self, outlets: Iterable[str], posts: Iterable[str], *given: Any, kept: PressNote | None = None, **named: Any
    ) -> None:
        super().__init__(*given, prefix="note", **named)
        outlets = sorted({*outlets, *([kept.outlet] if kept else [])}, key=str.casefold)
        self.fields["outlet"].choices = [("", _("Choose")), *((one, one) for one in outlets)]  # type: ignore[attr-defined]
        self.fields["outlet"].help_text = "" if outlets else NO_OUTLET
        self.fields["post"].choices = [("", _("Choose")), *((one, one) for one in posts)]  # type: ignore[attr-defined]
        self.fields.update(asking_fields(FREE_FROM, "free_from", []))
        self.fields["free_from_day"].help_text = _("Empty: at once.")
        for number in range(MOST_BACKGROUND):
            self.fields[f"text{number}"] = _short(_("What is public already"))
            self.fields[f"address{number}"] = _short(_("Address"), _("It begins with https://."), 500)
            self.fields[f"on{number}"] = Day(_("Seen there on"))
            self.fields[f"names{number}"] = forms.BooleanField(
                label=_("Whoever looks there reads or sees who the person is"), required=False
            )

    @property
    def before(self) -> list[forms.BoundField]:
        """All fields but those of what is public already."""
        names = ("outlet", "language", *field_names(FREE_FROM, "free_from"), "says", "quote", "quoted_as")
        return [self[name] for name in names]

    @property
    def sources(self) -> list[dict[str, Any]]:
        """Each row of what is public, and whether it is shown open."""
        rows = []
        for number in range(MOST_BACKGROUND):
            fields = [self[f"{part}{number}"] for part in ("text", "address", "on", "names")]
            rows.append({"fields": fields, "is_open": number == 0 or any(field.value() for field in fields)})
        return rows

    @property
    def after(self) -> list[forms.BoundField]:
        return [self["post"], self["reach"]]

    def note(self) -> PressNote:
        typed = self.cleaned_data
        return PressNote(
            new_ref(),
            typed["outlet"],
            typed["language"],
            tuple(line.strip() for line in typed["says"].splitlines() if line.strip()),
            " ".join(typed["quote"].split()),
            typed["quoted_as"],
            tuple(self._background()),
            as_written(FREE_FROM, "free_from", typed),
            typed["post"],
            typed["reach"].strip(),
        )

    def _background(self) -> Iterable[PressBackground]:
        typed = self.cleaned_data
        for number in range(MOST_BACKGROUND):
            text, address, on = (typed[f"{part}{number}"] for part in ("text", "address", "on"))
            if text or address or on:
                day = on.isoformat() if on else ""
                yield PressBackground(text.strip(), address.strip(), day, typed[f"names{number}"])


def as_typed(note: PressNote) -> dict[str, Any]:
    """A note as the form would be filled in."""
    moment = dict(zip(field_names(FREE_FROM, "free_from"), note.free_from.split(" "), strict=False))
    rows: dict[str, Any] = {}
    for number, one in enumerate(note.background):
        rows |= {f"text{number}": one.text, f"address{number}": one.address}
        rows |= {f"on{number}": one.on, f"names{number}": one.names_them}
    plain = {name: getattr(note, name) for name in ("outlet", "language", "quote", "quoted_as", "post", "reach")}
    return {**plain, "says": "\n".join(note.says), **moment, **rows}
