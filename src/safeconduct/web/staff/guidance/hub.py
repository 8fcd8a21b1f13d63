"""The way into the guidance from the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.web.staff.door import for_members, frame

PAGES = (
    ("promises", "What we promised", "Each commitment that binds the office, and what the records show of it."),
    (
        "texts",
        "Texts and commitments",
        "Whose they are, which version is in force, what each asks, and how sure that is.",
    ),
    ("countries", "Countries", "Who can help there, what holds, what is closed and what remains."),
    ("sheets", "Action sheets", "What to think of on a case, and the first week of a new focal point."),
    ("bill", "Check of a bill", "A bill on civil society, read for listed concerns."),
    ("trainings", "Training", "What each post owes, what lapses, and quizzes that give feedback."),
    ("awareness", "How well the guidelines are known", "A short survey for each group, and its trend."),
    ("gaps", "Gap map", "States and groups for which the register holds no mechanism."),
    ("practices", "Good practices", "How they are done, what did not work, and those that this office has planned."),
)


@require_safe
@for_members
def guidance(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    context = {
        **frame(keyring, "cases"),
        "title": "Guidance",
        "sentence": "What was promised, what works elsewhere, and what a post should know.",
        "back": {"text": "Cases", "address": reverse("staff:cases")},
        "sections": [
            {
                "title": "Pages",
                "links": [
                    {"text": title, "remark": says, "address": reverse(f"staff:{page}")} for page, title, says in PAGES
                ],
            }
        ],
    }
    return render(request, "staff/guidance.html", context)
