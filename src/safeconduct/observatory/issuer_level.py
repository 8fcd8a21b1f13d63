"""From where an issuer speaks: on the spot, from Brussels, from a capital or in a forum. Codebook 2, `issuer_level`."""

import re
from collections.abc import Mapping

from safeconduct.observatory.heads import Heads
from safeconduct.observatory.publisher import Publisher

STATES = frozenset({"member_state", "like_minded_state", "joint_states"})
FORUMS = ("rights_council", "osce", "coe", "unga")
_OF_KIND: Mapping[str, str] = {
    **dict.fromkeys(("eu_spokesperson", "eu_hrvp", "eu_on_behalf", "eu_hq_other", "eu_council", "eu_parliament"), "hq"),
    **dict.fromkeys(("eu_hrc", "eu_osce", "eu_coe", "eu_unga", "un", "coe"), "multilateral"),
    **dict.fromkeys((*STATES, "target_state"), "capital"),
    "eu_delegation": "local",
}
# Missions to the United Nations, the OSCE and the Council of Europe, by how the addresses of foreign ministries name them.
_TO_A_FORUM = re.compile(
    r"missions?/(?:osce|wto-un|un)\b|(?:osce|geneva|usun|vienna)\.usmission|un-geneva|human-rights-council|/hrc\d|third-committee"
    r"|(?:onu|osce|coe|onu-\w+)\.delegfrance|(?:genf|new-york-un|wien-osze|strassburg)\.diplo|italyun|italiaonu|delegazioneosce"
    r"|missions?[-/](?:mission-)?(?:onu|osce|un)\b|\bpmun\b|(?:unny|geneva)\.mission|permanentmission|mission-permanente"
    r"|(?:osce|un)-(?:vienna|new-york|geneva)|(?:vienna|new-york|geneva)-(?:osce|un)\b|permanent-(?:mission|representation)|pr-?osce|permrep"
    r"|fn(?:geneve|newyork)\.um|osce\.um|representacionespermanentes|uk-(?:mission|delegation)-to-the"
)


def issuer_level(kind: str, page: str, heads: Heads, shown_by: Publisher) -> str:
    """States, and NGOs, that speak in a forum speak at its level; a state's mission to one does by its address, and a speech
    to whoever presides by the forum in its head. Embassies speak on the spot, unless they show what their capital says."""
    if kind in STATES and _TO_A_FORUM.search(f"{shown_by.host}/{shown_by.path}"):
        return "multilateral"
    # What is listed first has its title in the head.
    titled = (
        heads.in_title("statement")
        or (page == "listing" and heads.in_head("statement"))
        or heads.in_head("to_the_chair")
    )
    in_forum = heads.in_title(*FORUMS) or (kind in STATES and heads.in_head(*FORUMS) and titled)
    if kind in (*STATES, "ngo") and in_forum:
        return "multilateral"
    on_the_spot = heads.in_head("on_the_spot") and not heads.in_head("not_on_the_spot")
    return "local" if kind in STATES and on_the_spot else _OF_KIND.get(kind, "none")
