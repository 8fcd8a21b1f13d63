"""Whether a text refers to defenders or civil society, and whether it says the literal term. Codebook 1 and 2."""

from dataclasses import dataclass

from safeconduct.observatory.phrase import Hit, Hits


@dataclass(frozen=True)
class Reference:
    """The hits of the term, and those of whatever counts as the reference (the term among them)."""

    term: tuple[Hit, ...]
    all: tuple[Hit, ...]


def reference(hits: Hits) -> Reference:
    term = hits.get("term", ())
    kept = hits.get("not_reference", ())
    counting = tuple(hit for hit in term if not any(map(hit.meets, kept)))
    return Reference(term, (*counting, *hits.get("reference", ())))
