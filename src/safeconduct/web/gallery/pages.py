"""Every component in every state, with invented words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def defender(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/gallery_defender.html")


@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/gallery_staff.html")
