"""A public mail, as a newsletter or a press list sends it: its own words, and the pages and PDFs that hang on it."""

from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default
from functools import partial

from safeconduct.observatory.collecting.found_text import Found, FoundText, Reject, Waiting, rejected
from safeconduct.observatory.collecting.page import page_text, text_of_html
from safeconduct.observatory.collecting.pdf import pdf_text
from safeconduct.observatory.given_date import given_date

LARGEST_MAIL = 30_000_000  # octets
_MOST_PARTS = 200


def mail_items(octets: bytes, *, seen: str) -> Iterator[Waiting]:
    """The body first, then each attachment that can be read, and those that cannot with their reason."""
    if len(octets) > LARGEST_MAIL:
        yield rejected(f"This mail is larger than {LARGEST_MAIL:,} octets. Save its text alone.")
        return
    message = message_from_bytes(octets, policy=default)
    if not isinstance(message, EmailMessage) or not message.keys():
        yield rejected("This is no mail. Save it again as .eml.")
        return
    yield partial(_body, message, seen)
    for number, part in enumerate(message.iter_attachments()):
        if number >= _MOST_PARTS:
            yield rejected(f"This mail has more than {_MOST_PARTS} attachments. Save those that you need.")
            return
        yield partial(_attached, part, seen)


def _body(message: EmailMessage, seen: str) -> Found:
    title, (published, doubt) = str(message.get("subject") or "").strip(), _date(message)
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return Reject("This mail has no text of its own. Its attachments were looked at.")
    try:
        written = part.get_content()
    except (LookupError, UnicodeError, MessageError, ValueError):
        return Reject("This mail is not written as it says. Save its text as UTF-8.")
    if "\ufffd" in written:
        return Reject("This mail is not written as it says. Save its text as UTF-8.", shown=written[:200])
    if part.get_content_subtype() == "html":
        return text_of_html(written, seen=seen, title=title, published=published)
    return FoundText(text=written, title=title, published=published, seen=seen, doubts=(doubt,) if doubt else ())


def _date(message: EmailMessage) -> tuple[str, str]:
    try:
        return given_date(str(message.get("date") or ""))
    except (ValueError, TypeError, IndexError):  # a header that the library cannot take apart
        return "", "The date of this mail cannot be read. Look for it in the text."


def _attached(part: EmailMessage, seen: str) -> Found:
    kind, name = part.get_content_type(), str(part.get_filename() or "").strip()
    octets = part.get_payload(decode=True)
    if not isinstance(octets, bytes):
        return Reject(f"The attachment {name[:80]} cannot be read. Save it as a file and collect that.")
    if kind == "application/pdf" or octets.startswith(b"%PDF"):
        return pdf_text(octets, seen=seen, title=name)
    if kind == "text/html":
        return page_text(octets, seen=seen, declared=str(part.get_content_charset() or ""))
    return Reject(f"The attachment {name[:80]} is neither a page nor a PDF. Save its text as a file and collect that.")
