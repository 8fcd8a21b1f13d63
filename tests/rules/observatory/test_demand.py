"""What is asked for, and what only sounds like it."""

import pytest

from tests.rules.observatory.writing import EEAS, values


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("We call for his immediate release.", "immediate"),
        ("She must be freed without delay.", "immediate"),
        ("We call for their imme", "immediate"),
        ("The EU calls for the unconditional release of all.", "other"),
        ("The world wants to see her free.", "none"),
        ("She was released yesterday. The EU calls for calm.", "none"),
        ("The EU calls for an immediate review of the sentence.", "none"),
        ("He must be released for urgent medical treatment.", "other"),
        ("Held since July, she must go home: we call for her release.", "other"),
        ("Will the High Representative call for her release?", "none"),
        ("The press release calls for calm.", "none"),
    ],
)
def test_a_call_for_release_and_how_soon(text, call):
    found = values(text)
    assert found["release_call"] == call
    assert found["calls_immediate_release"] is (call == "immediate")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            "Nous demandons la libération immédiate des militants, et que la société civile soit libre dans le pays.",
        ),
        ("es", "Pedimos que los activistas sean puestos en libertad de inmediato y que la sociedad civil sea libre."),
        ("ru", "Мы призываем власти немедленно освободить активистов и не мешать гражданскому обществу в стране."),
        ("ar", "ندعو السلطات إلى الإفراج الفوري عن الناشطين في هذا البلد وعن كل من هو في السجن مع المجتمع المدني."),
    ],
)
def test_a_call_for_immediate_release_is_read_in_each_language(language, text):
    assert values(text, language=language)["release_call"] == "immediate"


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("We ask the authorities to investigate the killing.", True),
        ("An investigation that is quick and thorough is indispensable.", True),
        ("We welcome the investigation that was opened.", False),
        ("The NGO is under investigation.", False),
        ("Those responsible must be brought to justice.", False),
    ],
)
def test_an_inquiry_is_asked_for_or_not(text, asks):
    assert values(text)["calls_investigation"] is asks


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("We are concerned by the arrest of human rights defenders.", True),
        ("We are concerned by the arrest of human rights defenders. Freedom of expression must be respected.", True),
        ("We are concerned by the arrest of human rights defenders and call for their release.", False),
        ("We are concerned about the law on NGOs and ask parliament to withdraw it.", False),
        ("We are concerned for NGOs. The Government must allow its people to freely speak.", True),
        ("We are concerned for NGOs. The world must act.", True),
        ("We are sure that the motive for closing the NGO is plainly political.", True),
        ("We are concerned for NGOs and ask the ministry to undo the decision.", False),
        ("We are concerned for NGOs and ask the ministry to cooperate with the special rapporteur.", False),
        ("We welcome the new NGO.", False),
    ],
)
def test_concern_stands_alone_unless_something_concrete_is_asked_for(text, alone):
    assert values(text)["concern_only"] is alone


@pytest.mark.parametrize(
    ("language", "concern", "asks"),
    [
        (
            "fr",
            "L'UE est préoccupée par les menaces qui pèsent sur les ONG dans le pays.",
            "Elle demande aux autorités de coopérer avec le rapporteur spécial.",
        ),
        (
            "es",
            "La UE está preocupada por las amenazas contra las ONG en el país.",
            "Pide a las autoridades que acaben con el acoso.",
        ),
        (
            "ru",
            "ЕС обеспокоен тем, что в стране закрывают правозащитные организации.",
            "Мы призываем власти сотрудничать с докладчиком.",
        ),
        (
            "ar",
            "يعرب الاتحاد الأوروبي عن قلقه على منظمات المجتمع المدني في هذا البلد.",
            "يدعو السلطات إلى التعاون مع المقرر الخاص.",
        ),
    ],
)
def test_who_asks_to_cooperate_or_to_end_something_voices_more_than_concern(language, concern, asks):
    assert values(concern, language=language, url=EEAS)["concern_only"] is True
    assert values(f"{concern} {asks}", language=language, url=EEAS)["concern_only"] is False
