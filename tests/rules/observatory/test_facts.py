"""Countries addressed, people named, dates printed."""

import pytest

from safeconduct.observatory.coding import coded
from tests.rules.observatory.writing import EEAS, a_text, values


@pytest.mark.parametrize(
    ("language", "title", "text", "countries"),
    [
        ("en", "Statement on Cambodia", "Brussels is worried. Viet Nam is a neighbour.", ["KH"]),
        ("en", "Statement by the Spokesperson", "The Burundian authorities must release them.", ["BI"]),
        ("en", "Statement by the Spokesperson", "The EU asks Tehran to free her.", ["IR"]),
        ("en", "Declaration on Belarus", "Norway, Iceland and Albania align themselves with this.", ["BY"]),
        (
            "fr",
            "Déclaration",
            "L’Albanie, pays candidat, et l’Ukraine se rallient à la déclaration. Le Tchad menace une ONG.",
            ["TD"],
        ),
        ("en", "Speech", "Defenders are killed, for instance in Honduras or Chad. This must end.", []),
        ("en", "Statement", "The Astana Commemorative Declaration names defenders. So does the Moscow Mechanism.", []),
        ("en", "Statement", "The EU asks the authorities of Karakalpakstan to free her.", ["UZ"]),
        ("fr", "Déclaration", "APRÈS LA RÉUNION de ce jour, l’UE demande au Togo de revoir la loi.", ["TG"]),
        ("en", "Joint statement by Canada, France and Germany", "We ask Uganda to withdraw the bill.", ["UG"]),
        ("en", "Delegation of the European Union to China", "The EU regrets the verdict in Sudan.", ["SD"]),
        (
            "en",
            "EU Statement - Item 4",
            "For Myanmar, Iran and Chad see our other statements. Laos harms NGOs.",
            ["LA"],
        ),
        (
            "fr",
            "Déclaration",
            "Pour l’Iran et le Niger, voir nos autres déclarations. Le Tchad menace une ONG.",
            ["TD"],
        ),
        (
            "es",
            "Declaración",
            "Sobre Irán y Cuba, véanse nuestras otras declaraciones. Honduras hostiga a una ONG.",
            ["HN"],
        ),
        (
            "ru",
            "Заявление",
            "Об Иране и Кубе см. другие наши заявления. В Таджикистане закрыли правозащитную организацию.",
            ["TJ"],
        ),
        (
            "ar",
            "بيان",
            "بشأن إيران وكوبا انظر بياناتنا الأخرى. تضيق تشاد على منظمات المجتمع المدني في هذا البلد.",
            ["TD"],
        ),
        ("en", "On the situation in Crimea", "Houses were searched.", ["RU", "UA"]),
        ("en", "On defenders in China", "The EU speaks of Hong Kong too.", ["CN", "HK"]),
        ("en", "EU Statement - Item 4", "Laos: Laos, Laos and again Laos harms NGOs. Oman. Kenya. Nepal.", ["LA"]),
        (
            "en",
            "EU Statement - Item 4",
            "Chad, Chad, Laos, Laos, Oman, Kenya and Nepal harm NGOs.",
            ["KE", "LA", "NP", "OM", "TD"],
        ),
        ("en", "Statement by the Spokesperson", "The EU asks Antananarivo to think again.", ["MG"]),
        ("fr", "Déclaration", "L’UE demande à Lilongwe de revoir la loi sur les organisations.", ["MW"]),
        ("es", "Declaración", "La UE pide a Dusambé que revise la ley sobre las organizaciones.", ["TJ"]),
        ("ru", "Заявление", "ЕС призывает Тегусигальпу и не только её соблюдать права человека.", ["HN"]),
        ("ar", "بيان", "يدعو الاتحاد الأوروبي كمبالا إلى أن تحترم حقوق الإنسان في هذا البلد.", ["UG"]),
        ("en", "Human rights defenders at risk", "They are at risk everywhere.", []),
        ("fr", "Déclaration", "Les autorités tchadiennes doivent la libérer, dit la déclaration.", ["TD"]),
        ("es", "Declaración", "Pedimos al Gobierno hondureño que investigue el asesinato de los líderes.", ["HN"]),
        ("ru", "Заявление", "ЕС призывает власти Казахстана и не только их соблюдать права человека.", ["KZ"]),
        ("ar", "بيان", "يدعو الاتحاد الأوروبي السلطات المصرية إلى أن تحترم حقوق الإنسان في هذا البلد.", ["EG"]),
    ],
)
def test_countries_are_those_whose_conduct_is_addressed(language, title, text, countries):
    assert sorted(values(text, title=title, url=EEAS, language=language)["countries"]) == countries


@pytest.mark.parametrize(
    ("language", "text", "people"),
    [
        ("en", "The EU asks for the release of lawyer Amina Sow.", ["Amina Sow"]),
        (
            "en",
            "The activists Amina Sow, Bakary Touré and Lee Cheuk-man were sentenced.",
            ["Amina Sow", "Bakary Touré", "Lee Cheuk-man"],
        ),
        ("en", "Lawyer Amina Sow is at home. The EU met her assistant Lee Min as well.", ["Amina Sow", "Lee Min"]),
        ("en", "Amina Sow, who heads the office in the north, was attacked.", ["Amina Sow"]),
        ("en", "Amina Sow of Lake Memorial, a historian, is far from her family.", ["Amina Sow"]),
        ("en", "The activist Lê Đình Hoà is held. Mr Le Dinh Hoa was given ten years.", ["Lê Đình Hoà"]),
        ("en", "Activists of the Lima-based Society for Rights were arrested in Linden Square.", []),
        ("en", "The activists Lee Jong-un and Park Min-jae were arrested.", ["Lee Jong-un", "Park Min-jae"]),
        ("en", "Statement by H.E. Mrs Kos on the arrest of defenders.", []),
        ("fr", "Nous saluons le militant des droits de l'homme Moussa Abakar pour son travail.", ["Moussa Abakar"]),
        ("es", "Saludamos a la defensora de los derechos humanos Rosa Quispe por su trabajo.", ["Rosa Quispe"]),
        ("en", "Minister Paul Brown spoke of the law.", []),
        ("en", "Spokesman Paul Brown said the EU was worried by the arrest of Amina Sow.", ["Amina Sow"]),
        (
            "fr",
            "Nous demandons la libération de l'avocate Amina Sow et que la justice soit rendue dans le pays.",
            ["Amina Sow"],
        ),
        (
            "es",
            "Condenamos el asesinato de Juan Tzul, líder de la comunidad, y pedimos que se investigue.",
            ["Juan Tzul"],
        ),
        (
            "ru",
            "Мы осуждаем арест правозащитника Ивана Зорина, который не совершил преступления и был в стране.",
            ["Иван Зорин"],
        ),
        (
            "ar",
            "ندعو إلى الإفراج عن المدافعة عن حقوق الإنسان ليلى منصور التي كانت في السجن بعد هذا الحكم.",
            ["ليلى منصور"],
        ),
    ],
)
def test_people_affected_are_named_and_officials_left_out(language, text, people):
    assert values(text, language=language)["individuals"] == people


@pytest.mark.parametrize(
    ("language", "text", "printed"),
    [
        ("en", "Brussels, 12/03/2016 - 00:19. The EU regrets it.", "2016-03-12"),
        ("en", "10/23/2025. The EU regrets it.", "2025-10-23"),
        ("en", "July 6th, 2023. The EU regrets it.", "2023-07-06"),
        ("en", "In March 2016 the EU regretted it.", "2016-03"),
        ("en", "31 February 2020. The EU regrets it.", None),
        ("en", "The EU regrets it.", None),
        (
            "fr",
            "Bruxelles, le 4 février 2020. L'Union européenne est préoccupée par la situation dans le pays.",
            "2020-02-04",
        ),
        (
            "es",
            "9 de agosto de 2020. La Unión Europea expresa su preocupación por la situación en el país.",
            "2020-08-09",
        ),
        (
            "ru",
            "Брюссель, 15 марта 2024 года. ЕС обеспокоен тем, что происходит в этой стране и не только.",
            "2024-03-15",
        ),
        ("ar", "بروكسل، 20 أبريل 2021. يعرب الاتحاد عن قلقه من هذا الحكم في البلد بعد أن كان في السجن.", "2021-04-20"),
    ],
)
def test_dates_are_read_as_printed_and_never_guessed(language, text, printed):
    assert values(text, language=language)["date"] == printed


def test_a_date_that_is_no_day_is_said_and_the_rest_is_coded():
    coding = coded(a_text("31 February 2020. We are concerned about human rights defenders."))
    assert coding.doubts["date"].startswith("“31 February 2020” is no day")
    assert coding.values["uses_hrd_term"] is True


def test_a_state_that_is_no_more_is_said_and_not_coded():
    coding = coded(a_text("We are concerned about human rights defenders in the Soviet Union."))
    assert coding.values["countries"] == []
    assert "“Soviet Union” is no more" in coding.doubts["countries"]


def test_an_address_that_is_none_does_no_harm():
    assert values("The EU regrets it.", url="http://[half")["issuer_kind"] == "media"


def test_the_shelf_of_a_delegation_is_no_state_that_the_union_addresses_in_a_forum():
    text = "The Office of the European Union Representative in Kosovo. The EU regrets reprisals against defenders."
    forum = "https://www.eeas.europa.eu/delegations/kosovo/hrc-45_en"
    assert values(text, title="HRC 45 - EU Intervention: reprisals", url=forum)["countries"] == []
    assert values(text, title="Local EU statement", url=EEAS)["countries"] == ["XK"]
