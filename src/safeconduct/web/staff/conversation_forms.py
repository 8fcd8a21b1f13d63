"""The forms by which a conversation comes in, and on which its turns are ticked and its people are labelled."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.conversation.turn import Turn, people
from safeconduct.web.defender.questions import SeveralFiles, Text
from safeconduct.web.upload import SealedUpload

TURNS_ON_A_PAGE = 60
"""With one tick each and one label for each person this stays under the number of fields that a form may have."""


class BringConversation(forms.Form):
    files = SeveralFiles(
        label=_("The exported file"),
        help_text=_(
            "A chat as .txt, a mail as .eml, or several mails as .mbox; at most 5 MB. It is sealed as it arrives."
        ),
    )
    text = Text(
        label=_("Or the copied text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=100_000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        files, text = cleaned.get("files") or [], cleaned.get("text", "")
        if len(files) > 1:
            self.add_error("files", _("These are several files. Choose one; the others can follow."))
        elif not files and not text and not self.errors:
            self.add_error("files", _("Nothing is here yet. Choose a file, or paste the text."))
        elif files and text:
            self.add_error("text", _("There is a file and a text. Take one of them; the other can follow."))
        return cleaned

    @property
    def upload(self) -> SealedUpload | None:
        return next(iter(self.cleaned_data["files"]), None)


class ChooseTurns(forms.Form):
    """`turns` are those of one page, by their number in the conversation; `labels` say who was labelled before."""

    turn = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, turns: Mapping[int, Turn], labels: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turns, self._people = turns, people(turns.values())
        self.fields["turn"].choices = [(number, number) for number in turns]
        for number, who in enumerate(self._people):
            self.fields[f"who_{number}"] = forms.ChoiceField(
                label=who or _("No name stands there"),
                choices=[("", _("Not said yet")), *choices_of("speaker")],
                initial=labels.get(who, ""),
                required=False,
            )

    @property
    def labels(self) -> dict[str, str]:
        chosen = {who: self.cleaned_data.get(f"who_{number}", "") for number, who in enumerate(self._people)}
        return {who: label for who, label in chosen.items() if label}

    @property
    def ticked(self) -> Iterable[Turn]:
        return [self._turns[number] for number in sorted(self.cleaned_data["turn"])]

    @property
    def people(self) -> list[forms.BoundField]:
        return [self[f"who_{number}"] for number in range(len(self._people))]
