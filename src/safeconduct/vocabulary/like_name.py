"""What looks like names in a text, without knowing any."""

import re

_CAPITALISED = re.compile(r"\b[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'-]+(?: [A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'-]+)+")
_ARTICLE = re.compile(r"^(The|La|Le|Les|El|Los|Las) (?=\S+$)")

_AFTER_A_SMALL_WORD = re.compile(r"(?<=[a-zß-öø-ÿа-яё,;] )[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'-]{2,}")


def like_names(text: str) -> tuple[str, ...]:
    """Runs of capitalised words: names of people, offices or places. Arabic has no capitals."""
    runs = (match.group() for match in _CAPITALISED.finditer(text))
    return tuple(dict.fromkeys(run for run in runs if not _ARTICLE.match(run)))


def each_like_a_name(text: str) -> tuple[str, ...]:
    """Single words too, where no sentence begins."""
    return (*like_names(text), *_AFTER_A_SMALL_WORD.findall(text))
