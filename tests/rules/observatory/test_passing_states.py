"""States that a text names and does not address: attacked, gone to or come from, compared, thanked, or one among all."""

import pytest

from tests.rules.observatory.writing import EEAS, values

UK = "https://www.gov.uk/government/news/x"


@pytest.mark.parametrize(
    ("language", "text", "countries"),
    [
        (
            "en",
            "The EU regrets that Thailand sent the activist Lee Min back to Laos. Thai courts did not hear him.",
            ["TH"],
        ),
        ("en", "The NGO law of Kyrgyzstan is similar to that of Russia.", ["KG"]),
        ("en", "Russia goes on with its war against Ukraine and shuts NGOs at home.", ["RU"]),
        ("en", "The EU thanks Costa Rica and Chad for the draft. In Sudan defenders are detained.", ["SD"]),
        ("en", "Israel holds a Georgian-born Palestinian defender.", ["IL"]),
        ("en", "Journalists of the South China Morning Post were held in Vietnam.", ["VN"]),
        ("en", "Amb. Jordan Brown read this: the EU asks Chad to free them.", ["TD"]),
        ("en", "Defenders are under pressure around the world. An activist from Kenya took part.", []),
        ("en", "Defenders are under pressure in countries such as Chad and Laos.", []),
        ("en", "Defenders are killed around the world. The EU asks Honduras for an inquiry in Honduras.", ["HN"]),
        ("fr", "L'Algérie a dissous une ligue dont les membres vivent en France, en Suisse et en Tunisie.", ["DZ"]),
        ("fr", "Les défenseurs sont menacés dans bien des pays, des conflits durent, comme en Syrie.", []),
        ("es", "Nicaragua expulsó a los defensores de derechos humanos hacia Costa Rica.", ["NI"]),
        ("es", "Hacen suya esta declaración Albania y Ucrania. En Nicaragua se hostiga a las ONG.", ["NI"]),
        ("es", "En todo el mundo siguen conflictos como el de Siria y se amenaza a los defensores.", []),
        ("ru", "Азербайджан задержал её по возвращении из Грузии и Турции, и это вызывает тревогу.", ["AZ"]),
        (
            "ru",
            "В Киргизии принят закон об иностранных агентах, подобный закону России, и это вызывает тревогу.",
            ["KG"],
        ),
        ("ar", "اعتقلت مصر المدافع عن حقوق الإنسان بعد عودته من قطر وتركيا على هذا النحو.", ["EG"]),
        ("ar", "يعرب الاتحاد عن قلقه من القانون الذي اعتمد في أنجولا وما كان من أثره.", ["AO"]),
    ],
)
def test_a_state_in_passing_is_not_addressed(language, text, countries):
    assert sorted(values(text, title="2021", url=EEAS, language=language)["countries"]) == countries


def test_a_state_that_only_passes_is_better_than_none():
    assert values("Two defenders were deported to Laos.", url=EEAS)["countries"] == ["LA"]


def test_a_like_minded_state_addresses_a_member_state_if_it_speaks_alone_and_often_of_it():
    text = (
        "The UK is worried by Hungary's law on NGOs. Hungary should withdraw the law. Hungarian civil society suffers."
    )
    assert values(text, title="UK statement", url=UK)["countries"] == ["HU"]
    together = text.replace("The UK is", "In a joint statement the UK and Hungary are")
    assert values(together, title="UK statement", url=UK)["countries"] == []


@pytest.mark.parametrize(
    ("language", "title", "text", "url", "level"),
    [
        (
            "en",
            "Press release",
            "The Swedish Embassy condemns the killing of a human rights defender in Chad.",
            "",
            "local",
        ),
        ("en", "UK statement", "The UK condemns the killing of a human rights defender in Chad.", UK, "capital"),
        ("en", "UK statement", "The embassy follows it closely. The UK asks for an inquiry.", UK, "capital"),
        (
            "fr",
            "Déclaration",
            "L'Ambassade de Suède condamne l'assassinat d'un défenseur des droits de l'homme.",
            "",
            "local",
        ),
        (
            "es",
            "La Embajada de Noruega",
            "La Embajada lamenta la muerte de una defensora de los derechos humanos.",
            "",
            "local",
        ),
        (
            "ru",
            "Заявление посольства Швеции",
            "Посольство осуждает убийство правозащитника в этой стране.",
            "",
            "local",
        ),
        (
            "en",
            "UK on defenders",
            "At the Human Rights Council the UK said this.\nThank you, Mr President. The UK asks Chad to free all defenders.",
            UK,
            "multilateral",
        ),
    ],
)
def test_embassies_speak_on_the_spot_and_who_turns_to_the_chair_in_a_forum(language, title, text, url, level):
    assert values(text, title=title, url=url, language=language)["issuer_level"] == level
