"""Fetching of listed pages, only from hosts that somebody named: slowly, as robots.txt allows, into web archives. Scrapy does it.

The rules of a host are read before the first of its pages is asked for, and here, as RFC 9309 has it: Scrapy lets pages through
that wait for the rules side by side, and takes a host whose rules cannot be read for one that has none.
Each run writes an archive of its own and a line for each page into `fetched.jsonl`; what stands there is not asked for again."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urljoin, urlsplit

from protego import Protego
from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from safeconduct.observatory.collecting.ledger import Ledger
from safeconduct.observatory.collecting.pdf import LARGEST_PDF

_NAME = "safeconduct-observatory"
_PATIENCE = 60  # seconds
_MOST_HOPS = 5
_MOVED = frozenset((301, 302, 303, 307, 308))
# Said of the octets as they came; they are kept unpacked.
_OF_THE_WAY = frozenset(("content-encoding", "transfer-encoding", "content-length", "connection", "set-cookie"))
FORBIDDEN = "The host's robots.txt forbids it."
NO_RULES = "The host's robots.txt cannot be read now, so nothing else was asked for. Try again another day."
ELSEWHERE = "It leads to a host that was not named, or whose robots.txt was not read. List that address by itself."


@dataclass(frozen=True)
class Errand:
    """What is to be fetched and how. `pause`: seconds between two pages of one host; `contact`: whom a site may write to."""

    addresses: tuple[str, ...]
    hosts: tuple[str, ...]
    folder: Path
    pause: float
    contact: str


def is_at(address: str, hosts: Iterable[str]) -> bool:
    """Whether an address is a page of one of these hosts or of one below it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    host = (parts.hostname or "").casefold()
    return parts.scheme in ("http", "https") and any(host == one or host.endswith(f".{one}") for one in hosts)


def fetch(errand: Errand, fetched: Ledger, *, progress: Callable[[], object]) -> None:
    """Blocks until all is fetched or somebody stops it. Can be called once in a process."""
    number = len(list(errand.folder.glob("*.warc.gz"))) + 1
    with (errand.folder / f"{number:04}.warc.gz").open("xb") as archive:
        crawling = CrawlerProcess(_settings(errand))
        crawling.crawl(_Fetching, errand=errand, archive=archive, fetched=fetched, progress=progress)
        crawling.start()


def _settings(errand: Errand) -> dict[str, Any]:
    return {
        "USER_AGENT": f"{_NAME} (+{errand.contact})",
        "ROBOTSTXT_OBEY": False,  # it is obeyed below
        "REDIRECT_ENABLED": False,  # so are the hosts that may be asked
        "METAREFRESH_ENABLED": False,
        "DOWNLOAD_DELAY": errand.pause,
        "RANDOMIZE_DOWNLOAD_DELAY": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_TIMEOUT": _PATIENCE,
        "DOWNLOAD_MAXSIZE": LARGEST_PDF,
        "RETRY_TIMES": 2,
        "HTTPERROR_ALLOW_ALL": True,
        "COOKIES_ENABLED": False,
        "REFERER_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
    }


class _Fetching(Spider):
    name = "observatory"

    def __init__(
        self, *, errand: Errand, archive: BinaryIO, fetched: Ledger, progress: Callable[[], object], **given: Any
    ) -> None:
        super().__init__(**given)
        self._errand, self._fetched, self._progress = errand, fetched, progress
        self._file, self._archive = archive, WARCWriter(archive, gzip=True)
        self._rules: dict[str, Protego | None] = {}  # by site; None: it has none

    async def start(self) -> AsyncIterator[Request]:
        left = sorted(address for address in self._errand.addresses if address not in self._fetched.sources)
        for site, addresses in groupby(left, key=_site):
            told = {"site": site, "addresses": tuple(addresses), "hops": 0}
            yield self._asking(f"{site}/robots.txt", self.read_rules, self.miss_rules, told)

    def read_rules(self, response: Response, site: str, addresses: tuple[str, ...], hops: int) -> Iterator[Request]:
        target = _target(response)
        if target and hops < _MOST_HOPS and is_at(target, self._errand.hosts):
            told = {"site": site, "addresses": addresses, "hops": hops + 1}
            yield self._asking(target, self.read_rules, self.miss_rules, told)
        elif response.status < 300 or 400 <= response.status < 500:
            there_are = response.status < 300
            self._rules[site] = Protego.parse(response.body.decode("utf-8", "replace")) if there_are else None
            self._slow_down(response, site)
            for address in addresses:
                yield from self._page(address, asked=address, hops=0)
        else:
            self._note_all(addresses, NO_RULES)

    def miss_rules(self, failure: Any) -> None:
        self._note_all(failure.request.cb_kwargs["addresses"], NO_RULES)

    def _slow_down(self, response: Response, site: str) -> None:
        """A host that asks for longer pauses gets them."""
        rules, slot = self._rules[site], response.meta.get("download_slot")
        wished = rules.crawl_delay(_NAME) if rules else None
        slots = self.crawler.engine.downloader.slots if self.crawler.engine else {}
        if wished and slot in slots:
            slots[slot].delay = max(self._errand.pause, float(wished))

    def _page(self, address: str, *, asked: str, hops: int) -> Iterator[Request]:
        rules = self._rules.get(_site(address))
        if not is_at(address, self._errand.hosts) or _site(address) not in self._rules:
            self._note(asked, ELSEWHERE)
        elif rules is not None and not rules.can_fetch(address, _NAME):
            self._note(asked, FORBIDDEN)
        else:
            yield self._asking(address, self.keep, self.miss, {"asked": asked, "hops": hops})

    @staticmethod
    def _asking(address: str, callback: Any, errback: Any, told: dict[str, Any]) -> Request:
        return Request(address, callback=callback, errback=errback, cb_kwargs=told, dont_filter=True)

    def keep(self, response: Response, asked: str, hops: int) -> Iterator[Request]:
        """First the page, then the line that says so: a page that was kept and not noted is fetched once more."""
        target = _target(response)
        if target and hops < _MOST_HOPS:
            yield from self._page(target, asked=asked, hops=hops + 1)
            return
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in response.headers.items()
            for value in values
            if name.decode("latin-1").casefold() not in _OF_THE_WAY
        ]
        said = StatusAndHeaders(str(response.status), headers, protocol="HTTP/1.1")
        payload = BytesIO(response.body)
        record = self._archive.create_warc_record(response.url, "response", payload=payload, http_headers=said)
        self._archive.write_record(record)
        self._file.flush()
        self._note(asked, str(response.status))

    def miss(self, failure: Any) -> None:
        self._note(failure.request.cb_kwargs["asked"], f"The host did not answer ({failure.type.__name__}).")

    def _note_all(self, addresses: Iterable[str], what: str) -> None:
        for address in addresses:
            self._note(address, what)

    def _note(self, asked: str, what: str) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self._fetched.write({"kind": "fetched", "source": asked, "item": 1, "at": at, "what": what})
        self._progress()


def _site(address: str) -> str:
    """What has one robots.txt."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _target(response: Response) -> str:
    """Where an answer sends the reader instead, "" if it is the page."""
    moved = response.headers.get("Location") if response.status in _MOVED else None
    return urljoin(response.url, moved.decode("latin-1")) if moved else ""
