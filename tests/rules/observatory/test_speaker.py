"""Who speaks, and whether a text is the statement or tells of one."""

import pytest

from tests.rules.observatory.writing import EEAS, PAPER, values

CASES = [
    (
        "the spokesperson",
        EEAS,
        "Chad: Statement by the Spokesperson on the NGO law",
        "The EU regrets it.",
        "eu_spokesperson",
        "S",
    ),
    (
        "the same on an embassy's page",
        "https://td.ambafrance.org/statement",
        "Chad: Statement by the Spokesperson on the NGO law",
        "The EU regrets it.",
        "eu_spokesperson",
        "S",
    ),
    (
        "a report of it",
        PAPER,
        "EU regrets Chad's NGO law",
        "The European Union said on Monday that it regretted the law. The statement was read out by a spokesman. (AFP)",
        "media",
        "N",
    ),
    (
        "a lead and then the whole text",
        PAPER,
        "EU on Chad's NGO law",
        "FULL TEXT of the statement by the Spokesperson: The EU regrets the law on NGOs. It expects Chad to repeal it.",
        "eu_spokesperson",
        "S",
    ),
    (
        "a delegation with the heads of mission",
        "https://www.eeas.europa.eu/delegations/chad_en",
        "Local EU Statement on the NGO law",
        "The EU Delegation, in agreement with the Heads of Mission, regrets the law on NGOs.",
        "eu_delegation",
        "S",
    ),
    (
        "the delegation to the UN in Geneva",
        "https://www.eeas.europa.eu/delegations/un-geneva/hrc51_en",
        "HRC51 - Chad - EU Statement",
        "Mr President, the EU regrets the law on NGOs.",
        "eu_hrc",
        "S",
    ),
    (
        "an answer in Parliament",
        "https://www.europarl.europa.eu/doceo/document/answer_EN.html",
        "Answer given by High Representative on behalf of the European Commission",
        "The EU regrets the law on NGOs.",
        "eu_hrvp",
        "X",
    ),
    (
        "a ministry",
        "https://www.government.nl/documents/statement",
        "Statement by the Minister of Foreign Affairs",
        "I regret Chad's law on NGOs.",
        "member_state",
        "X",
    ),
    (
        "an NGO",
        "https://www.fidh.org/en/chad",
        "Chad: withdraw the NGO law",
        "Our organisations call on Chad to withdraw the law on NGOs.",
        "ngo",
        "N",
    ),
    (
        "members of the European Parliament",
        "https://www.europarl.europa.eu/news/en",
        "MEPs condemn Chad's NGO law",
        "Members of the European Parliament condemn the law on NGOs.",
        "eu_parliament",
        "N",
    ),
    (
        "the state that is criticised",
        "https://www.mfa.gov.td/en/reply",
        "Statement on interference",
        "We reject what the EU says of NGOs.",
        "target_state",
        "N",
    ),
]


@pytest.mark.parametrize(
    ("url", "title", "text", "kind", "label"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_who_speaks_is_told_from_who_publishes(url, title, text, kind, label):
    found = values(text, title=title, url=url)
    assert (found["issuer_kind"], found["label"]) == (kind, label)


def test_a_page_that_tells_of_a_statement_is_a_lead_and_not_a_statement():
    found = values(
        "In a statement on Monday the EU condemned the law on NGOs, AFP reported.", title="EU condemns law", url=PAPER
    )
    assert found["reports_statement"] is True
    assert found["page_kind"] == "news_report"


def test_a_statement_that_speaks_of_no_defender_is_not_counted():
    found = values(
        "The EU welcomes the election.", title="Chad: Statement by the Spokesperson on the election", url=EEAS
    )
    assert found["issuer_kind"] == "eu_spokesperson"
    assert found["is_hrd_statement_extended"] is False


@pytest.mark.parametrize(
    ("kind_of_page", "level"),
    [("https://www.eeas.europa.eu/eeas/x_en", "hq"), ("https://www.eeas.europa.eu/delegations/chad/x_en", "hq")],
    ids=["at headquarters", "shown by a delegation"],
)
def test_a_statement_of_headquarters_stays_one_on_a_delegation_s_page(kind_of_page, level):
    found = values("The EU regrets the law on NGOs.", title="Statement by the Spokesperson on Chad", url=kind_of_page)
    assert found["issuer_level"] == level


def test_an_eudel_statement_is_the_union_s_in_the_council_of_europe():
    said = "The EU deplores the trial of human rights defenders and asks Türkiye to free them at once."
    found = values(said, title="EUDEL statement on human rights in Türkiye", url=EEAS)
    assert (found["label"], found["issuer_kind"], found["issuer_level"]) == ("X", "eu_coe", "multilateral")


def test_a_list_of_texts_is_no_statement():
    found = values("Statement by the Spokesperson on NGOs ... | Another one ...", title="Tag: EEAS (page 9)", url=PAPER)
    assert (found["page_kind"], found["label"], found["confidence"]) == ("listing", "N", "medium")
