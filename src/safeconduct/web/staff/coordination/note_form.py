"""The note from court as a form for a phone: what came of it, the fair-trial list, incidents, and words in parts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import choices_of, coded_list
from safeconduct.coordination.observation import (
    ANSWERS,
    GROUP,
    NAMES,
    NO,
    NOT_SEEN,
    NOTE_PARTS,
    OWN,
    PRESENT,
    PUBLIC,
    YES,
    CourtNote,
)
from safeconduct.sealing.record import new_ref
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff.coordination.hearing import WhatCameOfIt

LONGEST_PART = 6_000
ANSWER_WORDS = {YES: _("Yes"), NO: _("No"), NOT_SEEN: _("Not seen")}
PART_WORDS = {
    PUBLIC: (
        _("Said or seen in open court"),
        _("Goes to every organisation that reads the hearing, and into the cable. Name nobody."),
    ),
    GROUP: (
        _("For the group besides"),
        _("Goes to the organisations that read the hearing, and into the cable. Name nobody."),
    ),
    OWN: (_("For our organisation alone"), _("Goes into the cable, and to no group. Name nobody.")),
    PRESENT: (
        _("Lawyer, family and fellow observers"),
        _("Stays in the case. It goes into a cable only when somebody asks for it there."),
    ),
    NAMES: (_("Names and what identifies"), _("Sealed with the names, and read only where they are revealed.")),
}
OF_GROUP = (PUBLIC, GROUP)
"""What somebody may write of a hearing of another organisation's case."""


def item_name(value: str) -> str:
    return f"item_{value}"


class NoteForm(WhatCameOfIt):
    """`parts`: those that this note has. `note` is drawn with the page, so that a note that is sent twice counts once."""

    note = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, parts: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["note"] = new_ref()
        self._parts = parts or tuple(part.name for part in NOTE_PARTS)
        first, *others = self._parts
        self.fields[first] = _text(first)
        for row in coded_list("fair_trial"):
            self.fields[item_name(row.value)] = forms.ChoiceField(
                label=row.label,
                help_text=row.source,
                choices=[(answer, ANSWER_WORDS[answer]) for answer in ANSWERS],
                widget=forms.RadioSelect(attrs={"class": "in-line"}),
                required=False,
            )
        self.fields["incidents"] = forms.MultipleChoiceField(
            label=_("Incidents"),
            choices=choices_of("hearing_incidents"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for part in others:
            self.fields[part] = _text(part)

    def court_note(self) -> CourtNote:
        typed = self.cleaned_data
        answers = {row.value: typed[item_name(row.value)] for row in coded_list("fair_trial")}
        return CourtNote(
            ref=typed["note"] or new_ref(),
            **self.coded(),
            answers={value: answer for value, answer in answers.items() if answer},
            incidents=tuple(typed["incidents"]),
            texts={part: typed[part] for part in self._parts},
        )


def _text(part: str) -> Text:
    label, help_text = PART_WORDS[part]
    area = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return Text(label=label, help_text=help_text, widget=area, max_length=LONGEST_PART, required=False)
