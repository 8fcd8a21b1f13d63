"""A sitemap: the addresses that a site names. It holds no texts: they are fetched only when the operator says so."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO

from safeconduct.observatory.collecting.found_text import FoundAddress, Waiting, rejected
from safeconduct.vocabulary.web_address import is_web_address

LARGEST_SITEMAP = 60_000_000  # octets; the format allows 50 MiB
_BROKEN = "This sitemap is broken off or is no XML here. Fetch it again."


def sitemap_items(octets: bytes, *, seen: str) -> Iterator[Waiting]:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, iterparse

    if len(octets) > LARGEST_SITEMAP:
        yield rejected(f"This sitemap is larger than {LARGEST_SITEMAP:,} octets. Split it.")
        return
    try:
        for _, element in iterparse(BytesIO(octets), forbid_dtd=True):
            if element.tag.rpartition("}")[2] == "loc":
                yield _named((element.text or "").strip(), seen)
            element.clear()
    except DefusedXmlException:
        yield rejected("This sitemap defines entities, which no sitemap needs. It was not read further.")
    except ParseError:
        yield rejected(_BROKEN)


def _named(address: str, seen: str) -> Waiting:
    if is_web_address(address):
        return partial(FoundAddress, address, seen)
    return rejected("This line of a sitemap is no address of a page.", shown=address)
