"""A page of a website as answers to the four items of an audit, each with the words that it rests on.

Published and translated guidelines, a name, a way to reach somebody: four fields, since they come apart. A mailbox of a post
without a name has a value of its own, for it is often the safer choice. Where a page is cut before the answer it is unknown."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from safeconduct.observatory.phrase import Hits, PhraseBook, phrase_of
from safeconduct.observatory.published_text import PublishedText, UnreadLine, read_line
from safeconduct.observatory.reading import Reading, plain, read
from safeconduct.vocabulary.place_name import official_languages

SERIES = "four_items"
ITEMS = ("guidelines_published", "translated_local_language", "focal_point_name", "contact_details")
YES, PARTIAL, NO, UNKNOWN = "yes", "partial", "no", "unknown"
_MISSIONS = ("eu_delegation", "member_state_embassy_or_mfa")
_ADDRESS = re.compile(r"[\w.+-]+\s?(?:@|\[at\]|\(at\))\s?[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"(?:\+|\b00)\d[\d ()/.-]{6,}\d|\(\d{2,4}\)[ \d/.-]{5,}\d|\b\d{3,5}[ /-]\d{5,9}\b")
_OFFICIAL = re.compile(
    r"europa\.eu$|(^|\.)(gov|gob|gouv|gc|diplo|admin|mfa|diplomatie|um|formin|minbuza)\.|\.(gov|mil)$"
)
_NAME = re.compile(r"[^\W\d_]\w+(?:[ -](?:(?:de|del|van|von|der|al|el|bin) )?[^\W\d_]\w+){1,3}")
_WORDS_AROUND = 8
_BLANKS = str.maketrans("-_/.+", "     ")
_MOST_WORDS = 4


@dataclass(frozen=True)
class SitePage:
    """`cut`: whether the archived copy ends before the page does. `seen`: when it was archived; `archive`: the copy's hash."""

    text: PublishedText
    kind: str
    host_country: str
    cut: bool
    seen: str = ""
    archive: str = ""


@dataclass(frozen=True)
class PageAudit:
    """`answers` and `evidence` by item. `focal_point`: name, role_mailbox, name_and_mailbox or none."""

    page: SitePage
    answers: Mapping[str, str]
    evidence: Mapping[str, tuple[str, ...]]
    focal_point: str
    as_of: str

    def as_line(self) -> str:
        written = {"id": self.page.text.id, "url": self.page.text.url, "host_country": self.page.host_country}
        marks = {"series": SERIES, "as_of": self.as_of, "archive": self.page.archive, "focal_point": self.focal_point}
        evidence = {item: list(words) for item, words in self.evidence.items()}
        return json.dumps({**written, **marks, "answers": dict(self.answers), "evidence": evidence}, ensure_ascii=False)


@dataclass(frozen=True)
class _Read:
    page: SitePage
    reading: Reading
    hits: Hits
    addresses: tuple[str, ...] = field(default=())
    numbers: tuple[str, ...] = field(default=())

    def words(self, *finds: str) -> tuple[str, ...]:
        hits = sorted((hit for one in finds for hit in self.hits.get(one, ())), key=lambda hit: hit.start)
        return tuple(dict.fromkeys(self.reading.written(hit.start, hit.end) for hit in hits))[:_MOST_WORDS]

    def in_title(self, *finds: str) -> bool:
        return any(hit.start < self.reading.title_words for one in finds for hit in self.hits.get(one, ()))


def read_page(raw: bytes, *, line: int) -> SitePage | UnreadLine:
    """One line with id and text, and url, title, site_kind, host_country, language, seen and archive where there are."""
    text = read_line(raw, line=line)
    if isinstance(text, UnreadLine):
        return text
    written = json.loads(raw.decode("utf-8-sig"))
    given = {name: str(written.get(name) or "") for name in ("site_kind", "host_country", "seen", "archive")}
    cut = bool(written.get("source_excerpt_truncated")) or text.text.rstrip("] )").endswith(("…", "..."))
    return SitePage(text, given["site_kind"], given["host_country"].upper(), cut, given["seen"], given["archive"])


def audited(page: SitePage, *, as_of: str) -> PageAudit:
    """`as_of`: the day of the round, where the page itself does not say when it was archived."""
    reading = read(page.text.title, page.text.text, language=page.text.language)
    whole = f"{page.text.title}\n{page.text.text}"
    found = tuple(" ".join(one.split()) for one in _ADDRESS.findall(whole))
    one = _Read(page, reading, _book().hits(reading), found, tuple(_NUMBER.findall(whole)))
    guidelines = _guidelines(one)
    named, name_words = _focal_point_name(one)
    contact, contact_words = _contact(one, about_defenders=guidelines[0] != NO)
    answers = {
        ITEMS[0]: guidelines[0],
        ITEMS[1]: _translated(one, guidelines[0]),
        ITEMS[2]: named,
        ITEMS[3]: contact,
    }
    evidence = {
        ITEMS[0]: guidelines[1],
        ITEMS[1]: one.words("translation"),
        ITEMS[2]: name_words,
        ITEMS[3]: contact_words,
    }
    return PageAudit(page, answers, evidence, _focal_point(one, named), page.seen[:10] or as_of)


def _guidelines(one: _Read) -> tuple[str, tuple[str, ...]]:
    """A title or an address that names them presents them; a text must give them or lead to them."""
    words = one.words("guidelines", "publication")
    if one.in_title("guidelines", "publication") or (words and "shown" in one.hits):
        return YES, (*words, *one.words("shown"))[:_MOST_WORDS]
    if addressed := _named_in_address(one.page.text.url):
        return YES, (*words, *addressed)[:_MOST_WORDS]
    if words or "plan" in one.hits:
        return PARTIAL, words or one.words("plan")
    return NO, ()


def _named_in_address(url: str) -> tuple[str, ...]:
    """The words of an address by which a page is known as guidelines."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ()
    reading = read("", path.translate(_BLANKS), language="")
    hits = _book().hits(reading)
    return tuple(
        reading.written(hit.start, hit.end) for one in ("guidelines", "publication") for hit in hits.get(one, ())
    )


def _translated(one: _Read, guidelines: str) -> str:
    """The page's own language counts only where the page is itself the text, in a language of the country."""
    if guidelines == NO:
        return NO
    if "translation" in one.hits:
        return YES
    spoken = {name.casefold() for name in official_languages(one.page.host_country)}
    if guidelines == YES and one.page.kind == "third_party" and _language_name(one.page.text.language) in spoken:
        return YES
    return NO


def _language_name(code: str) -> str:
    return _NAMES_OF_LANGUAGES.get(code.partition("-")[0].casefold(), code.casefold())


_NAMES_OF_LANGUAGES = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fa": "persian",
    "fr": "french",
    "id": "indonesian",
    "ka": "georgian",
    "km": "khmer",
    "pt": "portuguese",
    "ru": "russian",
    "sw": "swahili",
    "th": "thai",
    "tr": "turkish",
    "uk": "ukrainian",
    "vi": "vietnamese",
    "zh": "chinese",
    "be": "belarusian",
    "hy": "armenian",
    "sq": "albanian",
}


def _focal_point_name(one: _Read) -> tuple[str, tuple[str, ...]]:
    """A name beside words for whom defenders may turn to; a name in the news is none."""
    points = one.hits.get("focal_point", ())
    if not points:
        return NO, ()
    words = one.words("focal_point")
    names = tuple(dict.fromkeys(name for hit in points for name in _names_near(one.reading, hit.start, hit.end)))
    if names:
        return (PARTIAL if "far" in one.hits else YES), (*words, *names)[:_MOST_WORDS]
    if "no_name" in one.hits:
        return NO, one.words("no_name")
    return (UNKNOWN if one.page.cut else NO), words


def _names_near(reading: Reading, start: int, end: int) -> tuple[str, ...]:
    """Two words or more with capitals in a row that are no part of the words for the post."""
    first = max(0, start - _WORDS_AROUND)
    last = min(len(reading.forms), end + _WORDS_AROUND)
    around = [(first, start), (end, last)]
    told = [reading.text[reading.starts[begin] : reading.ends[stop - 1]] for begin, stop in around if stop > begin]
    rows = [name for part in told for name in _NAME.findall(part)]
    return tuple(name for name in rows if all(word[0].isupper() for word in name.split()) and not _is_title(name))


_TITLES = frozenset(
    [
        *(
            "eu",
            "european",
            "union",
            "delegation",
            "embassy",
            "human",
            "rights",
            "contact",
            "focal",
            "point",
            "person",
            "union",
        ),
        *(
            "ministry",
            "foreign",
            "affairs",
            "europaische",
            "botschaft",
            "ambassade",
            "embajada",
            "delegacion",
            "officer",
        ),
        *("civil", "society", "facility", "south", "auswartiges", "amt", "guidelines", "political", "section", "head"),
    ]
)


def _is_title(name: str) -> bool:
    return any(plain(word) in _TITLES for word in re.findall(r"\w+", name))


def _contact(one: _Read, *, about_defenders: bool) -> tuple[str, tuple[str, ...]]:
    words = (*one.addresses, *one.numbers, *one.words("contact_words"))[:_MOST_WORDS]
    if words:
        foreign = one.addresses and not any(_OFFICIAL.search(address.rpartition("@")[2]) for address in one.addresses)
        if "press" in one.hits or (one.page.kind == "third_party" and foreign):
            return PARTIAL, words
        return YES, words
    awaited = (about_defenders and one.page.kind in _MISSIONS) or "focal_point" in one.hits
    if one.page.cut and awaited:
        return UNKNOWN, ()
    return NO, ()


def _focal_point(one: _Read, named: str) -> str:
    """An address counts as a post's if what stands before the @ is no name."""
    mailbox = any(_is_role(address) for address in one.addresses)
    if named == YES:
        return "name_and_mailbox" if mailbox else "name"
    return "role_mailbox" if mailbox else "none"


def _is_role(address: str) -> bool:
    local = re.split(r"@|\[at\]|\(at\)", address)[0].replace(".", " ").replace("-", " ").replace("_", " ")
    return bool(_book().hits(read("", local, language="")).get("role_mailbox"))


@cache
def _book() -> PhraseBook:
    written = tomllib.loads((Path(__file__).parent / "items.toml").read_text(encoding="utf-8"))
    lists = {name: tuple(words) for name, words in written["words"].items()}
    return PhraseBook(phrase_of(rule["finds"], phrase, lists) for rule in written["rule"] for phrase in rule["phrases"])
