"""What was seen in court as the text of a cable: plain words to copy, made of the parts of a note that may go there.

Who was there (lawyer, family, fellow observers) stands in it only when somebody asks for it, names never.
"""

from collections.abc import Iterable, Mapping

from safeconduct.cases.coded_list import coded_list, label_of
from safeconduct.coordination.hearing import NOT_HELD, OBSERVED, REFUSED, Hearing, HearingResult
from safeconduct.coordination.observation import (
    GROUP,
    NO,
    NOT_SEEN,
    NOTE_PARTS,
    ON_ASKING,
    OWN,
    PRESENT,
    PUBLIC,
    TO_CABLE,
    YES,
)

WORDS_OF_A_PAGE = 450
_HEADINGS = {OBSERVED: "OBSERVED", REFUSED: "ACCESS REFUSED", NOT_HELD: "DID NOT TAKE PLACE"}
_TITLES = {
    PUBLIC: "In open court",
    GROUP: "Shared with the group",
    OWN: "For ourselves",
    PRESENT: "Who was there",
}


def cable(
    hearing: Hearing,
    result: HearingResult,
    apart: Mapping[str, str],
    *,
    decided: Mapping[str, str] | None = None,
    with_present: bool = False,
) -> str:
    """`apart`: the parts that the case alone holds. `decided`: both decisions, once the observation was closed."""
    texts = {PUBLIC: result.public, GROUP: result.words, **apart}
    wanted = (TO_CABLE, ON_ASKING) if with_present else (TO_CABLE,)
    taken = [part.name for part in NOTE_PARTS if set(part.outputs) & set(wanted) and texts.get(part.name)]
    paragraphs = [
        _head(hearing, result),
        *_findings(result.answers),
        *_incidents(result.incidents),
        *(f"{_TITLES[name]}: {texts[name]}" for name in taken),
        *(_decided(decided) if decided else ()),
    ]
    return "\n\n".join(paragraphs)


def is_longer_than_a_page(text: str) -> bool:
    return len(text.split()) > WORDS_OF_A_PAGE


def _head(hearing: Hearing, result: HearingResult) -> str:
    sitting = hearing.sitting
    day = f"{result.local.day} {result.local:%B %Y, %H:%M}, time of the court" if result.local else "no day"
    how = f" How: {label_of('hearing_refusals', result.how).lower()}." if result.how else ""
    instead = f" Instead: {label_of('hearing_alternatives', result.instead).lower()}." if result.instead else ""
    stage = label_of("hearing_stages", sitting.stage)
    return (
        f"{_HEADINGS[result.what]}: {sitting.court}, {sitting.city}, {day}. {stage}. By {result.office}.{how}{instead}"
    )


def _findings(answers: Mapping[str, str]) -> list[str]:
    said = (("Not met", NO), ("Met", YES), ("Not seen", NOT_SEEN))
    return [f"{title}: {'; '.join(items)}." for title, answer in said if (items := _items(answers, answer))]


def _items(answers: Mapping[str, str], answer: str) -> list[str]:
    return [f"{row.help} ({row.source})" for row in coded_list("fair_trial") if answers.get(row.value) == answer]


def _incidents(incidents: Iterable[str]) -> list[str]:
    labels = [label_of("hearing_incidents", one) for one in incidents]
    return [f"Incidents: {'; '.join(labels)}."] if labels else []


def _decided(decided: Mapping[str, str]) -> list[str]:
    says = {YES: "yes", NO: "no"}
    message, profile = says[decided["message"]], says[decided["profile"]]
    return [
        f"A public message about fairness: {message}. {decided['message_why']}",
        f"Raising the profile: {profile}. {decided['profile_why']}",
    ]
