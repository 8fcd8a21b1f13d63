"""A paper on its way to a member's device, for a word processor or to print."""

from django.http import HttpResponse

from safeconduct.reports.paper import Paper
from safeconduct.reports.paper_docx import as_docx
from safeconduct.reports.paper_pdf import as_pdf
from safeconduct.vocabulary.refusal import NotFound

FORMS = {"docx": as_docx, "pdf": as_pdf}


def sent(paper: Paper, form: str, stem: str) -> HttpResponse:
    """Made in memory and sent, under a name that says nothing of what is in it. Raises NotFound."""
    if form not in FORMS:
        raise NotFound
    response = HttpResponse(FORMS[form](paper), content_type="application/octet-stream")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
    return response
