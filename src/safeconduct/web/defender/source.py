"""The page behind a source's link: first a neutral page, then the question, then a thank you. Once.

Opening the address asks nothing of the database and shows nothing: messengers and mail filters open every link that
they carry. Only a press of the button reads the question. A wrong, a used, a withdrawn and an expired link are one page.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from safeconduct.intake.desk import linking
from safeconduct.intake.source_link import LONGEST_WORDS, SAYS
from safeconduct.web.defender.link_page import shown
from safeconduct.web.defender.questions import Text
from safeconduct.web.defender.wishing import CHOOSE_ONE
from safeconduct.web.language_links import language_links

SAYS_WORDS = {
    "yes": _("Yes, as far as I know"),
    "no": _("No"),
    "cannot_say": _("I cannot say, or do not want to"),
}


class AnswerOfSource(forms.Form):
    says = forms.ChoiceField(
        label=_("Is it so?"),
        choices=[(value, SAYS_WORDS[value]) for value in SAYS],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    words = Text(
        label=_("How do you know it?"),
        help_text=_("You may leave this empty. Names are not needed, yours neither."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        required=False,
        max_length=LONGEST_WORDS,
    )


@csrf_exempt  # no cookie is set: the token in the address is all that opens anything
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return shown(request, "defender/source.html", {"languages": language_links("defender:source", token=token)})
    now = timezone.now()
    question = linking.open_link(token, at=now)
    form = AnswerOfSource(request.POST if request.POST.get("step") == "answer" else None)
    if question and not form.is_valid():
        return shown(request, "defender/source_question.html", {"text": question.text, "form": form})
    typed = form.cleaned_data if question else {}
    is_taken = bool(typed) and linking.answer_link(token, typed["says"], typed["words"].strip(), at=now)
    # What was typed under a link that opens nothing any more comes back, so that it can be copied.
    not_taken = "" if is_taken else request.POST.get("words", "")[:LONGEST_WORDS]
    return shown(request, "defender/source_over.html", {"is_taken": is_taken, "typed": not_taken})
