"""The languages of the defender's side, how each writes its own name, and whether a speaker has read our words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    code: str
    own_name: str
    read_by_a_speaker: bool


LANGUAGES = (
    Language("en", "English", read_by_a_speaker=True),
    Language("fr", "Français", read_by_a_speaker=False),
    Language("es", "Español", read_by_a_speaker=False),
    Language("ar", "العربية", read_by_a_speaker=False),
    Language("ru", "Русский", read_by_a_speaker=False),
)
CODES = tuple(language.code for language in LANGUAGES)
