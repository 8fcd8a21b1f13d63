"""What stands where in a text: in its title, its first words and its head, and how often in all."""

from bisect import bisect_right
from dataclasses import dataclass

from safeconduct.observatory.phrase import Hit, Hits
from safeconduct.observatory.quoted_whole import is_quoted_whole, quoted_parts
from safeconduct.observatory.reading import Reading

_FIRST = 20  # words in which a lead names its source
_HEAD = 70  # words after the title in which a text says what it is
_OWN = ("we", "own_voice", "listing")
_NOT_WE = "US"  # the state


@dataclass(frozen=True)
class Heads:
    """`title`, `first` and `head`: the words before which each ends. `quoted_whole`: a lead, and then the text in quotation
    marks. What others say in quotation marks is not among the hits of the speaker's own voice."""

    hits: Hits
    title: int
    first: int
    head: int
    quoted_whole: bool

    def in_title(self, *finds: str) -> bool:
        return any(hit.start < self.title for one in finds for hit in self.hits.get(one, ()))

    def in_head(self, *finds: str) -> bool:
        return any(hit.start < self.head for one in finds for hit in self.hits.get(one, ()))

    def in_first_words(self, *finds: str) -> bool:
        return any(hit.start < self.first for one in finds for hit in self.hits.get(one, ()))

    def anywhere(self, *finds: str) -> bool:
        return any(self.hits.get(one) for one in finds)

    def times(self, *finds: str) -> int:
        """Less what is found twice: one verb with several who may say it."""
        there = [hit for one in finds for hit in self.hits.get(one, ()) if hit.start >= self.title]
        return min(len({hit.start for hit in there}), len({hit.end for hit in there}))


def heads_of(reading: Reading, hits: Hits) -> Heads:
    title_ends = reading.ends[reading.title_words - 1] if reading.title_words else 0
    quoted_whole = is_quoted_whole(reading.text[title_ends:])
    said = hits if quoted_whole else {**hits, **_unquoted(reading, hits)}
    said = {**said, "we": tuple(hit for hit in said.get("we", ()) if reading.word(hit.start) != _NOT_WE)}
    return Heads(said, reading.title_words, reading.head(_FIRST), reading.head(_HEAD), quoted_whole)


def _unquoted(reading: Reading, hits: Hits) -> dict[str, tuple[Hit, ...]]:
    """What is said in the speaker's own voice, and what calls a page a list, less what stands in quotation marks."""
    parts = quoted_parts(reading.text)
    if not parts:
        return {}
    starts = [start for start, _ in parts]
    return {
        finds: tuple(
            hit
            for hit in hits.get(finds, ())
            if reading.starts[hit.start] >= parts[bisect_right(starts, reading.starts[hit.start]) - 1][1]
            or reading.starts[hit.start] < starts[0]
        )
        for finds in _OWN
    }
