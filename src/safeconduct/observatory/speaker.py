"""Who speaks in a text, and whether it is the statement itself or tells of one. Codebook 1 and 2: who speaks, not who publishes."""

import re
from dataclasses import dataclass

from safeconduct.observatory.heads import Heads, heads_of
from safeconduct.observatory.issuer_level import FORUMS, STATES, issuer_level
from safeconduct.observatory.phrase import Hit, Hits
from safeconduct.observatory.publisher import Publisher
from safeconduct.observatory.reading import Reading
from safeconduct.observatory.union_voice import EU_HEADS, EU_VOICES, FORUM_KINDS, eu_head, eu_lead, eu_title, in_forum

# How much speaks for a statement: a title, a head; and for a report of one: furniture of the press, a day or a verb of saying.
_TITLED, _LED, _HEADED = 4.0, 3.0, 1.5
_PRESS, _DAY = 2.0, 0.5
_OWN_HOST = re.compile(r"del[a-z]{2,4}\.ec\.")
_OFTEN = 2  # times that an issuer is named as speaking, in a text that tells of nobody else
STRICT = frozenset({"eu_spokesperson", "eu_hrvp", "eu_on_behalf", "eu_delegation", "eu_hrc"})
WIDE = STRICT | {"eu_osce", "eu_coe", "eu_unga", "member_state", "like_minded_state", "joint_states"}
VOICES = WIDE | {"eu_hq_other", "eu_council"}
# Bodies of other organisations that may speak in a title, and the kind of each.
_BODIES = (("un", "un"), ("council_of_europe", "coe"), ("other_body", "other"))


@dataclass(frozen=True)
class Speaker:
    """`kind`, `level` and `page` in the codebook's codes; `hits`: the words that they rest on."""

    kind: str
    level: str
    page: str
    reports: bool
    to_parliament: bool
    hits: tuple[Hit, ...]


def speaker(
    reading: Reading,
    hits: Hits,
    shown_by: Publisher,
    *,
    state: str,
    further: str = "",
    at_seat: bool = False,
    states_titled: bool = False,
) -> Speaker:
    """`state`: member_state or like_minded_state if the head names such a state as the one that speaks, target_state if the
    office that it names is of another; `further`: the kind of the first such state in more of the head. `at_seat`: the text
    begins in the capital of a state that is not of the Union, as what is said on the spot does. `states_titled`: the title names
    some of the Union or like-minded ones."""
    heads = heads_of(reading, hits)
    to_parliament = shown_by.kind != "ngo" and _is_to_parliament(heads)
    if heads.in_title("listing") and not _shows_one(heads):
        kind = {"eu": "eu_hq_other", "ngo": "ngo"}.get(shown_by.kind, shown_by.kind or "media")
        return _said(kind, "listing", heads, hits, shown_by, reports=kind == "media")
    kind = _of_official_page(heads, shown_by, to_parliament, states_titled=states_titled) or ""
    if kind:
        return _said(kind, "primary", heads, hits, shown_by, to_parliament=to_parliament)
    if _is_statement_itself(heads, to_parliament):
        kind = _of_other_body(heads) or _speaking(heads, to_parliament)
        kind = kind or _of_state(heads, state) or _headless(heads, at_seat=at_seat)
        if kind:
            kind = (state or further or kind) if kind == "member_state" else kind
            return _said(kind, "reprint", heads, hits, shown_by, to_parliament=to_parliament)
    if _is_of_ngo(heads):
        return _said("ngo", "primary", heads, hits, shown_by)
    if heads.in_title("eu_parliament") or (heads.in_head("eu_parliament") and not heads.times("reported")):
        return _said("eu_parliament", "primary", heads, hits, shown_by)
    return _said("media", "news_report", heads, hits, shown_by, reports=_tells_of_statement(heads))


def _shows_one(heads: Heads) -> bool:
    """A list that gives a statement whole, as its lead or the voice says, and does not lead on to it: what stands first on it
    is counted (codebook 3.1)."""
    whole = _is_reproduced(heads) or (heads.times("we") >= _OFTEN and _speaks(heads) > _tells(heads))
    return whole and not heads.anywhere("teaser")


def _of_official_page(heads: Heads, shown_by: Publisher, to_parliament: bool, *, states_titled: bool) -> str | None:
    """The issuer where a body shows its own texts."""
    match shown_by.kind:
        case "eu":
            named, shelf = _speaking(heads, to_parliament), _by_address(f"{shown_by.host}{shown_by.path}")
            in_forum_there = shelf in FORUM_KINDS.values() and (named == "eu_delegation" or _is_plain_statement(heads))
            return shelf if not named or in_forum_there else named
        case "council":
            return _speaking(heads, to_parliament) or "eu_council"
        case "osce":
            return "eu_osce" if heads.in_head("union") else None
        case "parliament":
            return "eu_hrvp" if to_parliament else "eu_parliament"
        case "member_state" | "like_minded_state" if _is_joint_on_the_spot(heads):
            return "eu_delegation"
        case "member_state" | "like_minded_state" as kind:
            union = _of_union_there(heads) if heads.in_head("union", "eeas", "on_behalf") else ""
            # What a like-minded state shows is coded as its own by those whose codings the rules are made from.
            several = kind == "member_state" and _is_of_several(heads, states_titled=states_titled)
            return union or ("joint_states" if several else kind)
        case "un" | "coe" | "ngo" as kind:
            eu = eu_title(heads)
            if kind == "coe" and eu in ("eu_delegation", "eu_spokesperson"):
                return "eu_coe"
            return None if eu or (kind == "ngo" and _shows_another(heads, states_titled=states_titled)) else kind
        case "target_state":
            return "target_state"
    return None


def _is_of_several(heads: Heads, *, states_titled: bool) -> bool:
    """A state shows what it says with others: several are in a title that calls it joint, or it says on whose behalf it speaks."""
    joint = heads.in_title("joint") and (states_titled or heads.in_title(*FORUMS))
    return joint or heads.in_head("for_states")


def _is_plain_statement(heads: Heads) -> bool:
    """`EU statement on …`, by nobody that the title names: on the shelf of a forum it was made there."""
    named = heads.in_title("spokesperson", "high_representative", "on_behalf", *FORUMS)
    return heads.in_title("eu_statement") and not named and not heads.in_head("spokesperson", "high_representative")


def _of_union_there(heads: Heads) -> str:
    """What a state shows of the Union names it; the spokesperson of a page that does not is the state's own."""
    own = heads.in_title("state", "joint") and not heads.in_title("on_behalf", "eu_statement")
    return "" if own else eu_title(heads) or eu_lead(heads)


def _of_other_body(heads: Heads) -> str:
    """A title that names such a body, and not the Union, gives the one that speaks."""
    if heads.in_title(*EU_VOICES, "union"):
        return ""
    return next((kind for finds, kind in _BODIES if heads.in_title(finds)), "")


def _is_joint_on_the_spot(heads: Heads) -> bool:
    """A delegation and embassies together: codebook 3, the delegation's."""
    return heads.in_title("joint") and heads.in_title("union") and heads.in_title("mission", "delegation")


def _shows_another(heads: Heads, *, states_titled: bool) -> bool:
    """An organisation's page that shows a statement of the Union, or of a state or several by its title."""
    if states_titled and heads.in_title("joint") and not heads.in_title("ngo"):
        return True
    if heads.in_title("state") and heads.in_title("statement") and not heads.in_title("ngo"):
        return True
    return heads.in_head("spokesperson", "on_behalf", "high_representative", "delegation", "reproduced", "eu_statement")


def _by_address(address: str) -> str:
    """The shelf on which the Union shows a text. Delegations had hosts of their own until 2016."""
    if "un-geneva" in address or "hrc" in address:
        return "eu_hrc"
    if "osce" in address or "vienna" in address:
        return "eu_osce"
    if "council-europe" in address:
        return "eu_coe"
    if "un-new-york" in address or address.startswith("eu-un."):
        return "eu_unga"
    return "eu_delegation" if "delegations" in address or _OWN_HOST.match(address) else "eu_hq_other"


def _speaking(heads: Heads, to_parliament: bool) -> str:
    """The issuer that title and head name: of the Union first, then of states."""
    if to_parliament:
        return "eu_hrvp"
    if heads.in_title("eu_parliament"):
        return "eu_parliament"
    if heads.in_title("eu_council"):
        return "eu_council"
    if _is_joint_on_the_spot(heads):
        return "eu_delegation"
    if heads.in_title("state") and not heads.in_title("union", "joint", *EU_VOICES):
        return "member_state"
    if heads.in_title("joint") and heads.in_title(*FORUMS) and not heads.in_title("union", "ngo", *EU_VOICES):
        return "joint_states"
    if eu := eu_head(heads):
        return eu
    if _is_reproduced(heads) and (led := _of_lead(heads)):
        return led
    if heads.in_head("joint") and (heads.in_head("for_states") or not heads.in_head("ngo")):
        return "eu_delegation" if heads.in_head("mission") and heads.in_head("union") else "joint_states"
    if heads.in_head("state"):
        return "member_state"
    return "eu_hq_other" if heads.in_head("eu_other", "eusr") else ""


def _is_reproduced(heads: Heads) -> bool:
    return heads.quoted_whole or heads.in_head("reproduced")


def _of_lead(heads: Heads) -> str:
    """Who a lead says it was, before the whole text: by office, where it does not call it a statement of that office.
    The service that joins in a statement of states (codebook 3.8) is not alone."""
    if heads.in_first_words("speaks_for_union"):
        return "eu_spokesperson"
    if heads.in_first_words("envoy"):
        return "eu_hrvp"
    if heads.in_first_words("mission") and heads.in_first_words("union"):
        return in_forum(heads, "eu_delegation")
    of_union = heads.in_head("eeas") or (
        heads.in_first_words("union") and not heads.in_head("ngo", "un", "state", "other_body")
    )
    return "eu_spokesperson" if of_union and not heads.in_title("joint") else ""


def _is_to_parliament(heads: Heads) -> bool:
    """A title says so; or the head does, of a question's page or of a text that speaks more than it tells."""
    answers = heads.in_head("to_parliament") and (heads.in_title("question") or _speaks(heads) > _tells(heads))
    return heads.in_title("to_parliament") or answers


def _speaks(heads: Heads) -> float:
    return heads.times("we") + heads.times("own_voice")


def _tells(heads: Heads) -> float:
    return heads.times("reported") + _DAY * heads.times("told") + _PRESS * heads.in_head("from_press")


def _is_statement_itself(heads: Heads, to_parliament: bool) -> bool:
    """It gives the whole text; or what its title and head say, and how it speaks, outweigh what it tells."""
    if to_parliament or _is_reproduced(heads):
        return True
    if _OFTEN <= heads.times("reported") > _speaks(heads):
        return False
    voices = EU_VOICES
    if heads.in_title(*voices) or _is_joint_on_the_spot(heads):
        return _speaks(heads) + _TITLED > _tells(heads)
    if heads.in_title("ngo"):
        return False
    led = _LED if heads.in_first_words(*voices) else _HEADED * heads.in_head(*voices)
    if heads.in_first_words("state") and heads.in_first_words("statement"):
        led = max(led, _HEADED)
    named = _HEADED * heads.in_title("statement", "joint", "state", *FORUMS) + led
    if named or heads.in_head("state", "joint", "statement"):
        return _speaks(heads) + named > _tells(heads)
    return heads.times("we") > _tells(heads) or (heads.times("own_voice") >= _OFTEN and not _tells(heads))


def _headless(heads: Heads, *, at_seat: bool) -> str:
    """A reprint that left out its head, and goes on as the Union speaks: of a mission on the spot, or else of Brussels."""
    enough = 1 if heads.in_first_words("statement") else _OFTEN
    if heads.in_head("ngo", "from_press", "un") or _speaks(heads) < enough or _tells(heads):
        return ""
    if heads.in_head("envoy") and heads.times("we") >= _OFTEN:
        return "eu_hrvp"
    if heads.in_head("mission") or (at_seat and heads.in_head("union")):
        return "eu_delegation"
    return "eu_spokesperson" if heads.in_head("union") and heads.times("own_voice") else ""


def _of_state(heads: Heads, state: str) -> str:
    """An organisation that speaks of a state in its head is not that state."""
    return "member_state" if state in STATES and not heads.in_head("ngo") else ""


def _is_of_ngo(heads: Heads) -> bool:
    return heads.in_head("ngo") and not heads.in_head("from_press")


def _tells_of_statement(heads: Heads) -> bool:
    tells = heads.times("reported", "told") > 0 or heads.in_title("own_voice", "reported")
    return tells and (heads.times("issuer") > 0 or heads.in_title("issuer"))


def _said(
    kind: str,
    page: str,
    heads: Heads,
    hits: Hits,
    shown_by: Publisher,
    *,
    reports: bool = False,
    to_parliament: bool = False,
) -> Speaker:
    finds = [one for one, _ in EU_HEADS] + [
        *FORUMS,
        "to_parliament",
        "eusr",
        "state",
        "joint",
        "ngo",
        "reported",
        "we",
    ]
    rests_on = tuple(hit for one in finds for hit in hits.get(one, ())[:2] if hit.start < heads.head)
    return Speaker(kind, issuer_level(kind, page, heads, shown_by), page, reports, to_parliament, rests_on)
