"""A sitemap: the addresses that a site names. It holds no texts: they are fetched only when the operator says so."""

from collections.abc import Iterator
from functools import partial

from safeconduct.observatory.collecting.found_text import FoundAddress, Waiting, rejected
from safeconduct.vocabulary.web_address import is_web_address

LARGEST_SITEMAP = 60_000_000  # octets; the format allows 50 MiB
_BROKEN = "This sitemap is broken off or is no XML here. Fetch it again."


_AT_ONCE = 65_536
_DEEPEST = 100  # a tag that is never closed is held until the end


class _TooDeep(Exception):
    """Tags within tags, as no sitemap has them."""


class _Addresses:
    """What the parser tells, tag by tag: of a site of a million pages nothing is held but the addresses of one piece."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._letters: list[str] | None = None
        self._depth = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _TooDeep
        self._letters = [] if tag.rpartition("}")[2] == "loc" else None

    def data(self, letters: str) -> None:
        if self._letters is not None:
            self._letters.append(letters)

    def end(self, _tag: str) -> None:
        self._depth -= 1
        if self._letters is not None:
            self.found.append("".join(self._letters).strip())
        self._letters = None

    def close(self) -> None:
        """There is no tree to hand over."""

    def taken(self) -> list[str]:
        found, self.found = self.found, []
        return found


def sitemap_items(octets: bytes, *, seen: str) -> Iterator[Waiting]:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    if len(octets) > LARGEST_SITEMAP:
        yield rejected(f"This sitemap is larger than {LARGEST_SITEMAP:,} octets. Split it.")
        return
    addresses = _Addresses()
    parser = DefusedXMLParser(target=addresses, forbid_dtd=True)
    try:
        for start in range(0, len(octets), _AT_ONCE):
            parser.feed(octets[start : start + _AT_ONCE])
            yield from (_named(address, seen) for address in addresses.taken())
        parser.close()
    except DefusedXmlException:
        yield rejected("This sitemap defines entities, which no sitemap needs. It was not read further.")
    except (ParseError, _TooDeep):
        yield from (_named(address, seen) for address in addresses.taken())
        yield rejected(_BROKEN)


def _named(address: str, seen: str) -> Waiting:
    if is_web_address(address):
        return partial(FoundAddress, address, seen)
    return rejected("This line of a sitemap is no address of a page.", shown=address)
