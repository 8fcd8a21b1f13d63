"""Lessons on a case: what others learnt from like cases, and what this one taught, put before a group without its name."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import lessons as desk
from safeconduct.coordination.lesson import LessonWords
from safeconduct.intake.consent import before_groups
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff import doing
from safeconduct.web.staff.case.addressing import AddressedForm
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.coordination.lesson_wording import PART_WORDS, lesson_row
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import words

NOBODY = _("Names nobody, and nothing by which somebody could be known.")


class LessonForm(AddressedForm):
    helped = words(PART_WORDS["helped"], help_text=NOBODY)
    did_not = words(PART_WORDS["did_not"])
    again = words(PART_WORDS["again"])
    field_order = ("helped", "did_not", "again", "group", "marking", "named")

    def told(self) -> LessonWords:
        typed = self.cleaned_data
        return LessonWords(typed["helped"], typed["did_not"], typed["again"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """Posting puts one before a group."""
    now = timezone.now()
    groups, _letters = belonging.groups(keyring, at=now)
    form = LessonForm(groups, keyring.organisation, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _is_put(ref, form, keyring, at=now):
        return HttpResponseRedirect(reverse("staff:case_lessons", args=[ref]))
    case, _card = casework.open_case(ref, keyring, at=now)
    part: dict[str, Any] = {"form": form, "button": "Put it before the group", "first": True}
    context = {
        **case_frame(case, keyring, "Lessons", "What others learnt from like cases, and what this one taught."),
        "rows": [
            {**lesson_row(one), "group": group.name, "address": reverse("staff:lessons", args=[group.ref])}
            for group, one in desk.of_like_cases(ref, keyring, at=now)
        ],
        "given": list(dict.fromkeys(item.group_name for item in before_groups(case.written) if item.is_lesson)),
        "part": part if groups else None,
        "case_groups_address": reverse("staff:case_groups", args=[ref]),
        "groups_address": reverse("staff:groups"),
    }
    return render(request, "staff/case/lessons.html", context)


def _is_put(ref: str, form: LessonForm, keyring: Keyring, *, at: datetime) -> bool:
    try:
        if to := form.addressed():
            doing.pass_ticked(form, ref, keyring, at=at)
            desk.put_lesson(ref, to, form.told(), keyring, at=at)
            return True
    except Refused as refused:
        doing.say_why(form, refused)
    return False
