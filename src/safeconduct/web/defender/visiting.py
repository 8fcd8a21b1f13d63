"""The session of somebody who came back with a code: a cookie that exists only after a code was entered."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from safeconduct.access.desk import signing_in
from safeconduct.intake.desk.returning import look
from safeconduct.intake.visit import Seen, Visit, visit_from
from safeconduct.web import boot

COOKIE = "__Host-page"


def visit_of(request: HttpRequest) -> Visit | None:
    cookie = request.COOKIES.get(COOKIE)
    presence = signing_in.come_back(cookie, boot_secret=boot.secret(), at=timezone.now()) if cookie else None
    return visit_from(presence.secrets) if presence and presence.kind == "defender" else None


def begin(response: HttpResponse, visit: Visit) -> None:
    cookie = signing_in.begin_visit(visit.as_secrets(), boot_secret=boot.secret(), at=timezone.now())
    response.set_cookie(COOKIE, cookie, secure=True, httponly=True, samesite="Strict")


def with_code(page: Callable[[HttpRequest, Visit], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A page for whoever entered a code, a wrong one too; who has no visit is asked for one."""

    @wraps(page)
    def asked(request: HttpRequest) -> HttpResponse:
        visit = visit_of(request)
        return page(request, visit) if visit else HttpResponseRedirect(reverse("defender:back"))

    return asked


def with_own_word(
    page: Callable[[HttpRequest, Visit, Seen], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A page for whom the own word opened something; to whom the box is empty, it leads back."""

    @wraps(page)
    def opened(request: HttpRequest, visit: Visit) -> HttpResponse:
        seen = look(visit)
        if not seen.is_open:
            return HttpResponseRedirect(reverse("defender:back"))
        return page(request, visit, seen)

    return with_code(opened)


def end(request: HttpRequest, response: HttpResponse) -> None:
    """The session and its cookies are gone; Clear-Site-Data asks the browser to forget the rest."""
    cookie = request.COOKIES.get(COOKIE)
    if cookie:
        signing_in.sign_out(cookie)
    response.delete_cookie(COOKIE, samesite="Strict")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cookies", "storage", "cache"'


def is_from_elsewhere(request: HttpRequest) -> bool:
    """As browsers tell it; those that tell neither header are believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("cross-site", "same-site")
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", own) != own
