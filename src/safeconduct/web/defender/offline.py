"""The same form without a network: a saved file that sends itself later, and plain text that is pasted."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from safeconduct.intake import plain_form
from safeconduct.intake.draft import Draft
from safeconduct.web.defender import filling
from safeconduct.web.defender.questions import QUESTIONS

ABOUT_WORDS = {
    "me": gettext_lazy("For me, my family, group or community"),
    "someone": gettext_lazy("For someone else, who knows that I write and agrees"),
    "unaware": gettext_lazy("For someone else, who does not know yet"),
}


@require_safe
def saved_form(request: HttpRequest) -> HttpResponse:
    """All questions in one file that stands alone; its Send button leads to this address when there is a network."""
    empty = Draft(timezone.now())
    context = {
        "send_to": request.build_absolute_uri(reverse("defender:start")),
        "about": ABOUT_WORDS.items(),
        "parts": [{"title": question.title, "form": filling.form_for(question, empty)} for question in QUESTIONS],
    }
    response = render(request, "defender/saved_form.html", context)
    response.headers["Content-Disposition"] = 'attachment; filename="form.html"'
    return response


@require_safe
def plain_text_form(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(plain_form.written(_questions(), _opening()), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="form.txt"'
    return response


def answers_in(text: str) -> dict[str, Any]:
    """What a pasted text says, as a draft keeps it: only what was written. Raises Refused."""
    written = asdict(plain_form.read(text))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in written.items() if value}


def _questions() -> list[tuple[int, str, str, list[str]]]:
    fields = {name: (question, field) for question in QUESTIONS for name, field in _fields(question.form).items()}
    listed = []
    for number, names in plain_form.QUESTIONS.items():
        for name in names:
            if name == "about":
                listed.append((int(number), _("Who is this about?"), "", [str(word) for word in ABOUT_WORDS.values()]))
                continue
            question, field = fields[name]
            options = [str(word) for _value, word in getattr(field, "choices", ())]
            heads = name == next(iter(_fields(question.form)))
            title, hint = str(field.label), str(field.help_text)
            if heads:
                title, hint = str(question.title), " ".join(part for part in (title + ".", hint) if part)
            listed.append((int(number), title, hint, options))
    return listed


def _fields(form: Any) -> dict[str, Any]:
    return dict(form.base_fields)


def _opening() -> tuple[str, ...]:
    return (
        _("Write your answers after 1.1: and 1.2: and so on. Leave out what you do not want to say."),
        _("Where there are letters, write only the letters that you choose."),
        _("Files cannot go with this form. You can add them later."),
    )
