"""What a page tells a defender: four items, each with its words, and a mailbox of a post as a value of its own."""

import json

import pytest

from safeconduct.observatory.auditing.page_audit import ITEMS, audited, read_page
from safeconduct.observatory.published_text import UnreadLine


def audit_of(text, *, title="", cut=False, **given):
    row = {
        "id": "a",
        "text": text,
        "title": title,
        "site_kind": "eu_delegation",
        "host_country": "TH",
        "language": "en",
    }
    page = read_page(json.dumps(row | {"source_excerpt_truncated": cut} | given).encode(), line=1)
    return audited(page, as_of="2019-05-22")


def answer(item, text, **given):
    return audit_of(text, **given).answers[item]


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("The ambassador opened a road.", {}, "no"),
        ("We follow the EU Guidelines on Human Rights Defenders.", {}, "partial"),
        ("Download the EU Guidelines on Human Rights Defenders.", {}, "yes"),
        ("Nine chapters.", {"title": "EU Guidelines on Human Rights Defenders"}, "yes"),
        ("La UE aplica sus directrices sobre defensores de derechos humanos.", {"language": "es"}, "partial"),
        ("Les lignes directrices sur les défenseurs : télécharger le texte.", {"language": "fr"}, "yes"),
        ("Руководящие принципы ЕС в отношении правозащитников: скачать.", {"language": "ru"}, "yes"),
        ("An action plan on human rights.", {}, "partial"),
        ("A human rights defender was sentenced.", {}, "no"),
    ],
)
def test_guidelines_are_published_named_or_neither(text, given, said):
    assert answer("guidelines_published", text, **given) == said


GUIDELINES = "Download the EU Guidelines on Human Rights Defenders"


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        (f"{GUIDELINES}.", {}, "no"),
        (f"{GUIDELINES}, also in Thai.", {}, "yes"),
        (f"{GUIDELINES}; available in English and Thai.", {}, "yes"),
        ("A statement, translated into Thai.", {}, "no"),
        (
            "Estrategia para defensores.",
            {"title": "Estrategia local para defensores", "language": "es", "host_country": "HN"},
            "no",
        ),
        (
            "Estrategia para defensores.",
            {
                "title": "Estrategia local para defensores",
                "language": "es",
                "host_country": "HN",
                "site_kind": "third_party",
            },
            "yes",
        ),
        ("Text.", {"title": "Leitlinien", "language": "de", "host_country": "BY", "site_kind": "third_party"}, "no"),
    ],
)
def test_a_translation_is_one_for_the_country_and_the_language_of_the_page_is_not_enough(text, given, said):
    assert answer("translated_local_language", text, **given) == said


@pytest.mark.parametrize(
    ("text", "cut", "said"),
    [
        ("Focal point for human rights defenders: Ines Paskal.", False, "yes"),
        ("The human rights officer, Jonas Temur, receives defenders.", False, "yes"),
        ("The deputy head of delegation Ines Paskal visited defenders.", False, "no"),
        ("There is a focal point for human rights defenders.", False, "no"),
        ("Table of contents: focal points of the missions", True, "unknown"),
        ("Focal points at missions, without names.", True, "no"),
        ("Focal point at headquarters: Ines Paskal.", False, "partial"),
        ("The ambassador met Jonas Temur.", True, "no"),
    ],
)
def test_a_name_counts_as_that_of_somebody_to_turn_to(text, cut, said):
    assert answer("focal_point_name", text, cut=cut) == said


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("Write to hrd@mission.gov.example.", {}, "yes"),
        ("Telephone: +999 21 555 01 99", {}, "yes"),
        ("Defenders may use the contact form of the mission.", {}, "yes"),
        ("Les défenseurs peuvent utiliser le formulaire de contact.", {}, "yes"),
        ("Para defensores hay un formulario de contacto.", {}, "yes"),
        ("Горячая линия для правозащитников.", {}, "yes"),
        ("الخط الساخن للمدافعين", {}, "yes"),
        ("Press office: +999 21 555 01 99", {}, "partial"),
        ("Write to office@ngo.example.", {"site_kind": "third_party"}, "partial"),
        ("Write to delegation@eeas.europa.eu.", {"site_kind": "third_party"}, "yes"),
        ("The delegation works on roads.", {"cut": True}, "no"),
        (f"{GUIDELINES}.", {"cut": True}, "unknown"),
        (f"{GUIDELINES}.", {}, "no"),
        ("Contents: focal points of the missions", {"cut": True, "site_kind": "third_party"}, "unknown"),
        ("Nothing to see.", {}, "no"),
    ],
)
def test_a_way_to_reach_somebody(text, given, said):
    assert answer("contact_details", text, **given) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Focal point: human-rights@mission.example", "role_mailbox"),
        ("Focal point for defenders: Ines Paskal, human-rights@mission.example", "name_and_mailbox"),
        ("Focal point for defenders: Ines Paskal, ines.paskal@mission.example", "name"),
        ("Write to ines.paskal@mission.example", "none"),
        ("Nothing.", "none"),
    ],
)
def test_a_mailbox_of_a_post_without_a_name_has_a_value_of_its_own(text, said):
    """It is often the safer choice, so it is neither a name nor nothing."""
    assert audit_of(text).focal_point == said


def test_a_name_and_a_contact_come_apart():
    name, contact = audit_of("Focal point for defenders: Ines Paskal."), audit_of("Write to hrd@mission.example.")
    assert [one.answers[item] for one in (name, contact) for item in ITEMS[2:]] == ["yes", "no", "no", "yes"]


def test_every_yes_shows_the_words_that_it_rests_on():
    one = audit_of(f"{GUIDELINES}, also in Thai. Focal point for defenders: Ines Paskal, hrd@mission.example.")
    assert set(one.answers.values()) == {"yes"}
    source = f"{GUIDELINES}, also in Thai. Focal point for defenders: Ines Paskal, hrd@mission.example."
    for item in ITEMS:
        assert one.evidence[item] and all(words in source for words in one.evidence[item])


def test_a_line_carries_its_day_its_series_and_the_hash_of_the_copy():
    written = json.loads(audit_of("Text.", seen="2021-02-03T10:00:00Z", archive="sha256:ab").as_line())
    assert (written["as_of"], written["series"], written["archive"]) == ("2021-02-03", "four_items", "sha256:ab")
    assert json.loads(audit_of("Text.").as_line())["as_of"] == "2019-05-22"


@pytest.mark.parametrize("raw", [b"no", b'{"id": "a"}', b"\xff"])
def test_a_line_that_cannot_be_read_is_for_people(raw):
    assert isinstance(read_page(raw, line=3), UnreadLine)
