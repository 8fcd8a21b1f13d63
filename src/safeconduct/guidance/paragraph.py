"""What the open pages say to defenders, place by place, in every language. Which of it holds for somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = Mapping[str, str]


@dataclass(frozen=True)
class Whereabouts:
    """Where a defender stays and of which state they are: codes, "" where not told. Told for one page, kept nowhere."""

    stay: str = ""
    nationality: str = ""

    @property
    def are_told(self) -> bool:
        return bool(self.stay or self.nationality)

    @property
    def are_abroad(self) -> bool:
        return bool(self.stay and self.nationality) and self.stay != self.nationality

    @property
    def are_at_home(self) -> bool:
        return bool(self.stay) and self.stay == self.nationality


@dataclass(frozen=True)
class Paragraph:
    """`title`, `says` and `needs` by language. `kind`: how it is shown, or which list of the register stands there.
    `when`: always, chosen (a country was told) or abroad. `actions` and `commitments`: what it is about, so that texts
    of states stand beside it. `link`: another page."""

    id: str
    page: str
    kind: str
    when: str = "always"
    title: Words = field(default_factory=dict)
    says: Words = field(default_factory=dict)
    needs: Words = field(default_factory=dict)
    actions: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class Synonym:
    """Words by language for whatever is `of`: offers:lawyer, kind:fund, group:women, paragraph:visa-title."""

    of: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]


def holds(paragraph: Paragraph, whereabouts: Whereabouts) -> bool:
    told = {"always": True, "chosen": whereabouts.are_told, "abroad": whereabouts.are_abroad}
    return told[paragraph.when]


def in_language(sentence: str, language: str, translations: Mapping[str, Words]) -> tuple[str, str]:
    """A sentence of the register and the language it is in: English where it was not translated."""
    translated = translations.get(sentence, {}).get(language, "")
    return (translated, language) if translated else (sentence, "en")
