"""The voices of the Union: which of them a title, the first words or a head names, and in which forum it speaks."""

from collections.abc import Callable

from safeconduct.observatory.heads import Heads

# What a head says, and the kind of issuer that it stands for; the first that is found counts.
EU_HEADS = (
    ("on_behalf", "eu_on_behalf"),
    ("spokesperson", "eu_spokesperson"),
    ("high_representative", "eu_hrvp"),
    ("delegation", "eu_delegation"),
    ("eusr", "eu_hq_other"),
)
EU_VOICES = (*(finds for finds, _ in EU_HEADS), "eu_statement")
FORUM_KINDS = {"rights_council": "eu_hrc", "osce": "eu_osce", "coe": "eu_coe", "unga": "eu_unga"}


def eu_title(heads: Heads) -> str:
    """The voice of the Union that a title names, with the forum in which it speaks."""
    titled = in_forum(heads, next((kind for finds, kind in EU_HEADS if heads.in_title(finds)), ""))
    if not titled and heads.in_title("eu_statement"):
        return forum_of(heads, heads.in_title) or eu_lead(heads) or forum_of(heads, heads.in_head) or "eu_spokesperson"
    return titled


def eu_lead(heads: Heads) -> str:
    """The same in the first words, where an embassy shows a text of the Union."""
    lead = in_forum(heads, next((kind for finds, kind in EU_HEADS if heads.in_first_words(finds)), ""))
    if not lead and heads.in_first_words("eu_statement"):
        return forum_of(heads, heads.in_first_words)
    return lead


def in_forum(heads: Heads, kind: str) -> str:
    """Delegations to the UN, the OSCE and the Council of Europe speak there, and not in a country."""
    if kind == "eu_delegation" and heads.in_head("coe") and not heads.in_title("delegation"):
        return "eu_coe"
    return (forum_of(heads, heads.in_first_words) or kind) if kind == "eu_delegation" else kind


def forum_of(heads: Heads, there: Callable[..., bool]) -> str:
    return next((kind for finds, kind in FORUM_KINDS.items() if there(finds)), "")


def eu_head(heads: Heads) -> str:
    """Forums only where they stand in the title: texts from Brussels speak of them too."""
    if titled := eu_title(heads):
        return titled
    forum = forum_of(heads, heads.in_title)
    if forum and heads.in_head("union") and not heads.in_title("state", "ngo", "joint", "other_body"):
        return forum
    if heads.in_head("eu_statement") and (forum := forum_of(heads, heads.in_head)):
        return forum
    if heads.in_head("speech_for_union") and (forum := forum_of(heads, heads.anywhere)):
        return forum
    return in_forum(heads, next((kind for finds, kind in EU_HEADS if heads.in_head(finds)), ""))
