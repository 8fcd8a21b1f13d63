"""Every component in every state, with invented words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from safeconduct.web.defender.questions import Files, Need, Reach
from safeconduct.web.language_links import language_links
from safeconduct.web.staff.forms import Reveal, TakeDown


@require_safe
def defender(request: HttpRequest) -> HttpResponse:
    context = {
        "languages": language_links("defender:start"),
        "fresh": [Reach(prefix="fresh"), Need(prefix="fresh"), Files(prefix="fresh")],
        "wrong": [Reach({"wrong-channel": "phone", "wrong-address": "+999 55 O1 48 20"}, prefix="wrong")],
    }
    return render(request, "gallery/gallery_defender.html", context)


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    here = reverse("gallery:staff")
    context = {
        "places": [
            {"name": name, "address": here, "current": name == "Cases"}
            for name in ("Today", "Cases", "Hearings", "Roster", "Network", "Write down")
        ],
        "post_line": "Human rights officer, Delegation in Velmora · compartment “Protection” · times of Europe/Brussels",
        "fresh": [TakeDown(prefix="fresh"), Reveal(prefix="fresh")],
        "wrong": [TakeDown({"wrong-source": "phone", "wrong-about": "me", "wrong-language": "en"}, prefix="wrong")],
    }
    return render(request, "gallery/gallery_staff.html", context)
