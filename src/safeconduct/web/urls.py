"""The trees of addresses that this process serves: the defender's, the staff's and the open pages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from safeconduct.web.defender.pages import ask
from safeconduct.web.open.observatory.urls import OBSERVATORY
from safeconduct.web.open.urls import READING

handler400 = "safeconduct.web.wrong.bad_request"
handler403 = "safeconduct.web.wrong.forbidden"
handler404 = "safeconduct.web.wrong.not_found"
handler500 = "safeconduct.web.wrong.broken"

urlpatterns: list[URLPattern | URLResolver] = []

if "staff" in settings.SAFECONDUCT_TREES:
    urlpatterns += [path("desk/", include("safeconduct.web.staff.urls"))]
if "open" in settings.SAFECONDUCT_TREES:
    urlpatterns += [
        path("", include("safeconduct.web.open.urls")),
        *i18n_patterns(path("read/", include((READING, "guidance")))),
        *i18n_patterns(path("observatory/", include((OBSERVATORY, "observatory")))),
    ]
if settings.SAFECONDUCT_GALLERY:
    urlpatterns += [path("gallery/", include("safeconduct.web.gallery.urls"))]
if "defender" in settings.SAFECONDUCT_TREES:
    # The bare address speaks the language that the browser asks for; the others name theirs.
    urlpatterns += [path("", ask), *i18n_patterns(path("", include("safeconduct.web.defender.urls")))]
