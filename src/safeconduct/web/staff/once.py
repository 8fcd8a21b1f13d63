"""Something new on the way to its owner: shown once, written down, then typed back from paper.

Between the two pages it travels sealed in the form (access/offer.py). Nothing counts before it is typed back.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from safeconduct.access.offer import offered, sealed_offer
from safeconduct.access.totp import enrolment_address
from safeconduct.sealing.code import Code, form_for, written
from safeconduct.web import boot
from safeconduct.web.staff import picture

TOO_OLD = "The page before was open for too long, or the server was started anew. Here is another; the one before never counted."


@dataclass(frozen=True)
class Once:
    """What is shown: its purpose, the member ("" before signing in), title and sentence; `new` makes one."""

    purpose: str
    member: str
    title: str
    sentence: str
    new: Callable[[], str]


def offered_in(request: HttpRequest, once: Once) -> str | None:
    """What the page before showed, if this request comes from it."""
    return offered(boot.secret(), once.purpose, once.member, request.POST.get("offer", ""), at=timezone.now())


def show(request: HttpRequest, once: Once, around: dict[str, Any]) -> HttpResponse:
    text = once.new()
    context = {
        **around,
        "title": once.title,
        "sentence": once.sentence,
        "notice": TOO_OLD if request.method == "POST" else "",
        "offer": sealed_offer(boot.secret(), once.purpose, once.member, text, at=timezone.now()),
        **_as_shown(once.purpose, text),
    }
    return render(request, "staff/once.html", context)


def type_back(request: HttpRequest, once: Once, form: object, around: dict[str, Any]) -> HttpResponse:
    """The page with the fields; the offer is handed on in it."""
    context = {**around, "title": once.title, "offer": request.POST.get("offer", ""), "form": form}
    return render(request, "staff/typed_back.html", context)


def words_of(bits: str) -> tuple[str, ...]:
    """The words of a paper code that is offered as hexadecimal."""
    return written(Code(bytes.fromhex(bits)), form_for("en"))


def _as_shown(purpose: str, text: str) -> dict[str, Any]:
    if purpose.endswith("authenticator"):
        address = enrolment_address(text, name="desk")
        parts = [text[at : at + 4] for at in range(0, len(text), 4)]
        return {"secret_parts": parts, "address": address, "picture": picture.path_of(address)}
    return {"words": words_of(text) if purpose == "paper" else text.split()}
