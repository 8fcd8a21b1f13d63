"""Search over guidance, for everybody: SQLite's full-text index over stems, in memory. What is looked for is kept nowhere.

Stems are Snowball's. A word that the index does not know counts as the known words that are spelt most like it."""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from threading import Lock

import pysqlite3  # type: ignore[import-not-found,import-untyped,unused-ignore]
import snowballstemmer  # type: ignore[import-untyped]

from safeconduct.guidance.firmness import StandingCommitment, standing_commitments
from safeconduct.guidance.mechanism import EVERYWHERE, Mechanism
from safeconduct.guidance.paragraph import Paragraph, in_language
from safeconduct.guidance.register import Register, the_register
from safeconduct.vocabulary.place_name import country_name

STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic", "ru": "russian"}
MOST_WORDS = 12
MOST_FOUND = 16
MOST_TEXTS = 6
"""Texts of states stand after those who help, and never take their places."""
RANKED = 300
CANDIDATES = 60
ALIKE = 0.7
EDGE = "__"
"""Set before and after a word, so that its first and last letters count in what is alike."""
TABLES = """
create virtual table entry using fts5(title, words, tokenize = "unicode61 remove_diacritics 2");
create virtual table known using fts5(word, tokenize = "trigram");
"""
IN_TITLE, IN_WORDS = 4.0, 1.0


@dataclass(frozen=True)
class Findable:
    """One thing of the guidance as a page shows it: a paragraph, a mechanism or a commitment by its id. `words`: all it is
    found by."""

    paragraph: str
    mechanism: str
    title: str
    words: str
    commitment: str = ""


class Index:
    """What can be found in one language. One search at a time: stemmers keep a state."""

    def __init__(self, entries: Iterable[Findable], language: str) -> None:
        self._entries = tuple(entries)
        self._stemmer = snowballstemmer.stemmer(STEMMERS[language])
        self._lock = Lock()
        self._tables = pysqlite3.connect(":memory:", check_same_thread=False)
        self._tables.executescript(TABLES)
        stem_of = self._stem_of(f"{one.title} {one.words}" for one in self._entries)
        rows = [(_joined(one.title, stem_of), _joined(one.words, stem_of)) for one in self._entries]
        self._tables.executemany("insert into entry (rowid, title, words) values (?, ?, ?)", _numbered(rows))
        helping = {
            stem for one, row in zip(self._entries, rows, strict=True) if not one.commitment for stem in _stems(row)
        }
        edged = [(f"{EDGE}{stem}{EDGE}",) for stem in sorted(helping.union(*map(_stems, rows)))]
        self._known = helping
        self._tables.executemany("insert into known (word) values (?)", edged)

    def find(self, typed: str) -> tuple[Findable, ...]:
        """What has all the words; where nothing has, what has any of them. The best first, texts of states after the others;
        none without a word."""
        with self._lock:
            wanted = [self._like(_bare(stem)) for stem in self._stemmer.stemWords(_words(typed)[:MOST_WORDS])]
            if not any(wanted):
                return ()
            groups = ["(" + " OR ".join(f'"{stem}"' for stem in stems) + ")" for stems in wanted if stems]
            found = self._matching(" AND ".join(groups)) if all(wanted) else []
            return self._best(found or self._matching(" OR ".join(groups)))

    def _best(self, ranked: list[int]) -> tuple[Findable, ...]:
        found = [self._entries[row] for row in ranked]
        helping, texts = [one for one in found if not one.commitment], [one for one in found if one.commitment]
        return (*helping[:MOST_FOUND], *texts[:MOST_TEXTS])

    def _matching(self, query: str) -> list[int]:
        asked = "select rowid from entry where entry match ? order by bm25(entry, ?, ?), rowid limit ?"
        rows = self._tables.execute(asked, (query, IN_TITLE, IN_WORDS, RANKED))
        return [int(row[0]) for row in rows]

    def _like(self, stem: str) -> list[str]:
        """The stem itself where those who help are found by it, or those that are spelt most like it."""
        if stem in self._known:
            return [stem]
        edged = f"{EDGE}{stem}{EDGE}"
        parts = " OR ".join(f'"{edged[at : at + 3]}"' for at in range(len(edged) - 2))
        rows = self._tables.execute(
            "select word from known where known match ? order by bm25(known) limit ?", (parts, CANDIDATES)
        )
        near = [row[0].removeprefix(EDGE).removesuffix(EDGE) for row in rows]
        close = difflib.get_close_matches(stem, near, n=3, cutoff=ALIKE)
        return close or [one for one in near if one.startswith(stem)][:3]

    def _stem_of(self, texts: Iterable[str]) -> dict[str, str]:
        """Each word is cut to its stem once: a thousand words make up all of it."""
        words = sorted({word for text in texts for word in _words(text)})
        return {word: _bare(stem) for word, stem in zip(words, self._stemmer.stemWords(words), strict=True)}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold().replace("ё", "е"))


def _joined(text: str, stem_of: dict[str, str]) -> str:
    return " ".join(stem_of[word] for word in _words(text))


def _stems(row: tuple[str, str]) -> set[str]:
    return {stem for words in row for stem in words.split()}


def _numbered(rows: list[tuple[str, str]]) -> list[tuple[int, str, str]]:
    return [(number, *row) for number, row in enumerate(rows)]


def _bare(word: str) -> str:
    """Without accents, points and the letters that are written in two ways in Arabic."""
    marks = unicodedata.normalize("NFKD", word)
    letters = "".join(mark for mark in marks if not unicodedata.combining(mark))
    return letters.replace("ى", "ي").replace("ة", "ه").replace("ـ", "")


@cache
def guidance_index(language: str) -> Index:
    """The register that ships with the program, made ready once for each language."""
    return Index(findables(the_register(), language), language)


def findables(register: Register, language: str) -> tuple[Findable, ...]:
    mechanisms = [_of_mechanism(one, register, language) for one in register.mechanisms]
    commitments = [_of_commitment(one, register, language) for one in standing_commitments(register)]
    paragraphs = [_of_paragraph(one, register, language) for one in register.paragraphs if one.says]
    return (*paragraphs, *mechanisms, *commitments)


def _of_paragraph(paragraph: Paragraph, register: Register, language: str) -> Findable:
    title = paragraph.title.get(language, "")
    said = (title, paragraph.says[language], paragraph.needs.get(language, ""))
    words = " ".join((*said, *_synonyms(register, language, {f"paragraph:{paragraph.id}"})))
    return Findable(paragraph.id, "", title, words)


def _of_mechanism(mechanism: Mechanism, register: Register, language: str) -> Findable:
    tags = {f"kind:{mechanism.kind}"}
    tags |= {f"offers:{one}" for one in mechanism.offers} | {f"group:{one}" for one in mechanism.groups}
    opens, _ = in_language(mechanism.opens, language, register.translations)
    places = (country_name(code, language) for code in sorted(mechanism.countries - {EVERYWHERE}))
    said = (mechanism.name, mechanism.opens, mechanism.where, opens, *places)
    return Findable("", mechanism.id, mechanism.name, " ".join((*said, *_synonyms(register, language, tags))))


def _of_commitment(text: StandingCommitment, register: Register, language: str) -> Findable:
    """By what it says, whose it is and in which text; in English too, in which most of the texts can be read."""
    one, owner = text.commitment, text.owner
    says, _ = in_language(one.says, language, register.translations)
    names = (country_name(owner, language), country_name(owner), owner, text.instrument.title)
    return Findable("", "", "", " ".join((says, one.says, *names)), commitment=one.id)


def _synonyms(register: Register, language: str, tags: set[str]) -> list[str]:
    """In the language of the page and in English, which many know a word of."""
    codes = dict.fromkeys((language, "en"))
    return [word for one in register.synonyms if tags & set(one.of) for code in codes for word in one.words[code]]
