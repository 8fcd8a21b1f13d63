"""The call for help as plain text for phone, SMS, e-mail or paper, and how a filled form is read back.

Reading goes by numbers and letters, never by words, so it serves every language. Nothing that was typed is lost.
"""

import re
import textwrap
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from safeconduct.intake.letters import BLANK, LETTERS, chosen_by_letters
from safeconduct.vocabulary.place_name import country_code
from safeconduct.vocabulary.refusal import Refusal, insist
from safeconduct.vocabulary.telling import ABOUT, CHANNELS, CONSENTS, NEEDS, URGENCY

LONGEST_TEXT = 100_000
OPENING = (
    "Write your answers after 1.1: and 1.2: and so on. Leave out what you do not want to say.",
    "Where there are letters, write only the letters that you choose.",
    "Files cannot go with this form. You can add them later.",
)
# What is written after 1.1, 1.2 and so on, and what comes under a bare number or beside letters.
QUESTIONS = {
    "1": ("happened", "urgency"),
    "2": ("country", "place"),
    "3": ("needs", "need_words"),
    "4": ("name", "work"),
    "5": ("channel", "address", "unsafe"),
    "6": ("consents",),
    "7": ("about",),
}
_WORDS = {"2": "place", "3": "need_words", "4": "name", "5": "address"}
_CHOICES = {"urgency": URGENCY, "needs": NEEDS, "channel": CHANNELS, "consents": CONSENTS, "about": ABOUT}
_SEVERAL = {"needs", "consents"}

_GAP = f"[{BLANK}]*"
_QUOTED = re.compile(rf"\A{_GAP}(?:>{_GAP})+")
_SLOT = re.compile(rf"{_GAP}((?:>{_GAP})*)(\d)\.(\d){_GAP}[:：]")
_NUMBER = re.compile(rf"{_GAP}((?:>{_GAP})*)(\d)(?:{_GAP}[.):](?!\d)|{_GAP}[-–—](?=\s))")
_BARE_NUMBER = re.compile(r"(?<!\S)(\d)(?!\S)")
_WIDTH = 40
# Normalising takes the square of the length of a run of accents, so it is done to short pieces only.
_LONGEST_PRINTED = 10 * _WIDTH
_LONGEST_COUNTRY = 200


@dataclass(frozen=True)
class Answers:
    """Coded values as in the vocabulary. What was not written is empty: nothing is chosen for anybody."""

    about: str = ""
    happened: str = field(default="", repr=False)
    urgency: str = ""
    country: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    needs: tuple[str, ...] = ()
    need_words: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    work: str = field(default="", repr=False)
    channel: str = ""
    address: str = field(default="", repr=False)
    unsafe: str = field(default="", repr=False)
    consents: tuple[str, ...] = ()


def written(questions: Iterable[tuple[int, str, str, Sequence[str]]], opening: Sequence[str] = OPENING) -> str:
    """The empty form from (number, title, hint, options): one for each answer, in the order of QUESTIONS."""
    lines = [line for sentence in opening for line in _printed(sentence)]
    asked: defaultdict[int, int] = defaultdict(int)
    for number, title, hint, options in questions:
        asked[number] += 1
        heading = f"{number}. {title}" if asked[number] == 1 else title
        choices = [f"{letter} = {option}" for letter, option in zip(LETTERS, options, strict=False)]
        lines += ["", *(line for sentence in (heading, hint, *choices) for line in _printed(sentence))]
        lines += [f"{number}.{asked[number]}:", ""]
    return "\n".join(lines)


def refusal_to_reading(text: str) -> Refusal | None:
    if len(text) > LONGEST_TEXT:
        return Refusal(f"This text is longer than {LONGEST_TEXT:,} characters. Send it in parts.")
    return None


def read(text: str) -> Answers:
    """Raises Refused when the text is too long."""
    insist(refusal_to_reading(text))
    clean = text.encode("utf-8", "replace").decode().replace("\0", " ")
    lines = [line for line in re.split(r"\r\n|[\n\r\x85\u2028\u2029]", clean) if not _is_printed(line)]
    if any(_label(_SLOT.match(line)) for line in lines):
        return _answers(_parts(lines, _SLOT))
    return _answers(_short_message("\n".join(lines)) or _parts(lines, _NUMBER))


def _printed(sentence: str) -> list[str]:
    """Lines of one exact width between marks, so that a line in which somebody wrote is no printed line any more."""
    return [f"== {line} ".ljust(_WIDTH, "=") for line in textwrap.wrap(_even(sentence), _WIDTH - 6)]


def _is_printed(line: str) -> bool:
    bare = _QUOTED.sub("", line).strip(BLANK)
    if len(bare) > _LONGEST_PRINTED:
        return False
    even = _even(bare)
    return len(even) == _WIDTH and re.fullmatch(r"== .* ==+", even) is not None


def _even(line: str) -> str:
    """Without what mail programs and keyboards change by themselves."""
    return re.sub(f"[{BLANK}]+", " ", unicodedata.normalize("NFC", line).replace("…", "...")).strip()


def _label(found: re.Match[str] | None) -> str:
    label = ".".join(str(unicodedata.decimal(digit)) for digit in found.groups()[1:]) if found else ""
    number, _, nth = label.partition(".")
    return label if int(nth or 1) in range(1, len(QUESTIONS.get(number, ())) + 1) else ""


def _parts(lines: Iterable[str], mark: re.Pattern[str]) -> list[tuple[str, str]]:
    """The text under each label; what comes before the first has none. Bare numbers count only while they rise."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    quoted = mark is _SLOT
    for line in lines:
        found = mark.match(line)
        label = _label(found)
        if found and label and (mark is _SLOT or label > parts[-1][0]):
            parts.append((label, [line[found.end() :]]))
            quoted = bool(found[1])
        else:
            parts[-1][1].append(_QUOTED.sub("", line) if quoted else line)
    return [(label, "\n".join(under)) for label, under in parts]


def _short_message(text: str) -> list[tuple[str, str]]:
    """A message such as “1 they took my brother 2 Karsa”. Its numbers may belong to the story, so that stays whole
    besides, and nothing is agreed to in passing."""
    found = list(_BARE_NUMBER.finditer(text))
    labels = [str(unicodedata.decimal(one[1])) for one in found]
    rising = labels[:2] == ["1", "2"] and labels == sorted(set(labels))
    if not rising or text[: found[0].start()].strip(BLANK):
        return []
    ends = [one.start() for one in found[1:]] + [len(text)]
    pieces = [text[one.end() : end] for one, end in zip(found, ends, strict=True)]
    return [("", text), *((label, piece) for label, piece in zip(labels, pieces, strict=True) if label in _WORDS)]


def _answers(parts: Iterable[tuple[str, str]]) -> Answers:
    said: defaultdict[str, list[str]] = defaultdict(list)
    chosen: defaultdict[str, set[str]] = defaultdict(set)
    for label, under in parts:
        number, _, nth = label.partition(".")
        names = QUESTIONS.get(number, ("happened",))
        name = names[int(nth) - 1] if nth else next((one for one in names if one in _CHOICES), "")
        words = []
        for line in under.split("\n") if name in _CHOICES else ():
            values = chosen_by_letters(line, _CHOICES[name])
            fits = values and (name in _SEVERAL or len(chosen[name] | values) == 1)
            chosen[name] |= values if fits else set()
            words += [] if fits else [line]
        if name in _CHOICES:
            name, under = _WORDS.get(number, "happened"), "\n".join(words)
        elif number == "2" and not nth:
            named = (piece.strip(BLANK) for piece in re.split("[\n,،;]", under))
            said["country"] += [piece for piece in named if 2 < len(piece) <= _LONGEST_COUNTRY and country_code(piece)][
                :1
            ]
        under = under.strip(BLANK)
        name = name or _WORDS.get(number, "happened")
        astray = name == "happened" and label not in ("", "1", "1.1")
        said[name] += [f"{label}: {under}" if astray else under] if under else []
    fields: dict[str, Any] = {name: "\n".join(pieces) for name, pieces in said.items()}
    for name, values in chosen.items():
        fields[name] = tuple(one for one in _CHOICES[name] if one in values) if name in _SEVERAL else "".join(values)
    return Answers(**fields)
