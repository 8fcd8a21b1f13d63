"""A PDF as its text: pypdf reads it. One that holds pictures of text is left to people."""

from io import BytesIO

from safeconduct.observatory.collecting.found_text import FEWEST_LETTERS, Found, FoundText, Reject
from safeconduct.observatory.published_text import LONGEST_TEXT

LARGEST_PDF = 30_000_000  # octets
MOST_PAGES = 200
NO_LETTERS = "This PDF holds pictures of text and no letters. Have it read by a program for that, or type the text."
LOCKED = "This PDF is locked with a password. Save it without one."


def pdf_text(octets: bytes, *, url: str = "", seen: str = "", title: str = "") -> Found:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    if len(octets) > LARGEST_PDF:
        return Reject(f"This PDF is larger than {LARGEST_PDF:,} octets. Split it.", url)
    try:
        reader = PdfReader(BytesIO(octets))
        if reader.is_encrypted and not reader.decrypt(""):
            return Reject(LOCKED, url)
        if len(reader.pages) > MOST_PAGES:
            return Reject(f"This PDF has more than {MOST_PAGES} pages. Split it.", url)
        pages, length = [], 0
        for page in reader.pages:
            pages.append(page.extract_text().strip())
            length += len(pages[-1])
            if length > LONGEST_TEXT:
                return Reject(f"The text is longer than {LONGEST_TEXT:,} characters. Split it.", url)
        named = str((reader.metadata and reader.metadata.title) or "").strip()
    except PyPdfError:
        return Reject("This PDF is damaged. Fetch it again, or save its text alone.", url)
    text = "\n".join(page for page in pages if page)
    if len(text) < FEWEST_LETTERS:
        return Reject(NO_LETTERS, url)
    return FoundText(text=text, title=title or named, url=url, seen=seen)
