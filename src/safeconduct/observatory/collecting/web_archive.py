"""A web archive (WARC), as archives and crawlers keep pages: each answer with its address and the moment at which it was seen."""

from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from safeconduct.observatory.collecting.feed import feed_items
from safeconduct.observatory.collecting.found_text import Waiting, rejected
from safeconduct.observatory.collecting.page import LARGEST_PAGE, page_text
from safeconduct.observatory.collecting.pdf import LARGEST_PDF, pdf_text
from safeconduct.observatory.collecting.sitemap import sitemap_items

_OK = "200"
_AT_ONCE = 65_536
_PAGES = ("text/html", "application/xhtml+xml")
_XML = ("application/rss+xml", "application/atom+xml", "application/xml", "text/xml")


def archive_items(file: BinaryIO, *, seen: str) -> Iterator[Waiting]:
    """Answers that are no pages, PDFs, feeds or sitemaps are passed over with their reason; an archive that is cut is read up to there."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = iter(ArchiveIterator(file))
    while True:
        try:
            record = next(records)
            if record.rec_type == "response":
                yield from _answer(record, seen)
        except StopIteration:
            return
        except (ArchiveLoadFailed, EOFError, OSError, ValueError):
            yield rejected("The archive is damaged from here on: what follows was not read. Fetch it again.")
            return


def _answer(record: Any, seen: str) -> Iterator[Waiting]:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    if record.http_headers is None or not url.startswith(("http://", "https://")):
        return
    status = record.http_headers.get_statuscode()
    if status != _OK:
        yield rejected(f"The site answered {status[:3]} instead of the page.", url=url)
        return
    moment = str(record.rec_headers.get_header("WARC-Date") or seen)
    kind, _, rest = str(record.http_headers.get_header("Content-Type") or "").partition(";")
    kind = kind.strip().casefold()
    octets = _octets(record, max(LARGEST_PAGE, LARGEST_PDF))
    if kind in _PAGES:
        declared = rest.casefold().partition("charset=")[2].partition(";")[0]
        yield partial(page_text, octets, url=url, declared=declared, seen=moment)
    elif kind == "application/pdf" or octets.startswith(b"%PDF"):
        yield partial(pdf_text, octets, url=url, seen=moment)
    elif kind in _XML:
        yield from xml_items(octets, seen=moment)
    else:
        yield rejected(f"“{kind[:60]}” is neither a page nor a PDF, feed or sitemap.", url=url)


def xml_items(octets: bytes, *, seen: str) -> Iterator[Waiting]:
    """A sitemap or a feed, by its root."""
    head = octets[:4_096].lower()
    is_sitemap = b"<urlset" in head or b"<sitemapindex" in head
    yield from sitemap_items(octets, seen=seen) if is_sitemap else feed_items(octets, seen=seen)


def _octets(record: Any, most: int) -> bytes:
    """Unpacked; of what is larger than may be read, one octet more. Raises EOFError if the archive ends before the answer does."""
    stream = record.content_stream()
    parts, length = [], 0
    while length <= most and (part := stream.read(_AT_ONCE)):
        parts.append(part)
        length += len(part)
    if length <= most and record.raw_stream.limit > 0:
        raise EOFError
    return b"".join(parts)[: most + 1]
