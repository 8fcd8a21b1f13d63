"""A lead and then the whole text in quotation marks is a reprint; a newspaper tells between what it quotes."""

import pytest

from safeconduct.observatory.quoted_whole import is_quoted_whole
from tests.rules.observatory.writing import PAPER, values

SAID = "The closing of an NGO in Chad is a setback for civil society. The EU expects the authorities to let it work."


@pytest.mark.parametrize(
    "said",
    [
        f"“{SAID}\n\nThe EU will follow the appeal.”",
        f"“{SAID}\n\n“The EU will follow the appeal.”",
        f'"{SAID}\n\n"The EU will follow the appeal."',
        f"«{SAID}»",
    ],
    ids=["opened once", "opened at each paragraph", "straight", "angular"],
)
def test_a_text_that_is_quoted_whole_is_the_union_s_own(said):
    text = f"The EU's spokesperson wrote:\n\n{said}"
    assert is_quoted_whole(text)
    found = values(text, title="What Brussels says", url=PAPER)
    assert (found["label"], found["issuer_level"], found["page_kind"]) == ("S", "hq", "reprint")


@pytest.mark.parametrize(
    "text",
    [
        f"The EU's spokesperson wrote: “{SAID[:40]}”, and told reporters that Brussels would think about what to do {'next ' * 9}.",
        f'The EU wrote: "{SAID[:30]}" he said, and a crowd stood before the court all day "and would not go", one said.',
        SAID,
        "",
    ],
    ids=["a little", "by turns", "no lead", "nothing"],
)
def test_what_is_told_between_quotations_is_a_report(text):
    assert not is_quoted_whole(text)


def test_a_menu_before_a_head_does_not_hide_it():
    menu = "\n".join(f"Menu {number}\nAll our news\nShare" for number in range(20))
    found = values(f"{menu}\nStatement by the EEAS Spokesperson\n{SAID}", url=PAPER)
    assert (found["label"], found["issuer_kind"]) == ("S", "eu_spokesperson")


def test_a_ministry_of_the_state_itself_is_no_voice_for_defenders():
    text = "The Ministry of Foreign Affairs of Zambia rejects what is said of its NGOs. We call for respect."
    assert values(text, title="Statement", url=PAPER)["issuer_kind"] == "target_state"
    ours = "The Ministry of Foreign Affairs of Norway rejects the law on NGOs in Zambia. We call for its repeal."
    assert values(ours, title="Statement", url=PAPER)["label"] == "X"


def test_the_first_line_of_a_text_without_a_title_is_its_title():
    lines = f"Human Rights Council: EU intervention on Chad\nMr President,\nI have the honour to speak for the Union. {SAID}"
    assert values(lines, url=PAPER)["issuer_kind"] == "eu_hrc"
