"""Where several places and countries stand in one text: which one the act is told of. All invented."""

import pytest

from safeconduct.cases.suggesting.suggestion import suggested

TOLD = [
    (
        "en",
        "Lawyer detained in Gwadar\n"
        "After a sit-in in Gwadar, lawyer Hamid Notezai was taken by men in plain clothes. The UN in Geneva was told.",
        ["PK"],
    ),
    (
        "en",
        "Trade unionist shot dead\n"
        "Luis Mejía, of the banana workers union, was shot dead in Puerto Barrios, Izabal. Swedish unions condemned it.",
        ["GT"],
    ),
    (
        "en",
        "Western Sahara: Sahrawi student beaten\nMoroccan police beat student Mohamed Lahbib in Laayoune on 4 June 2019.",
        ["EH", "MA"],
    ),
    (
        "en",
        "Environmental defender threatened in Palawan\n"
        "Two men on a motorbike left a bullet at the house of Rey Dagohoy in Puerto Princesa. A London-based company mines there.",
        ["PH"],
    ),
    (
        "en",
        "Iran: teacher sentenced\n"
        "Teacher Behrouz Azari was given four years by Branch 15 of the Revolutionary Court in Shiraz. The United "
        "States and Canada condemned it.",
        ["IR"],
    ),
    (
        "en",
        "Kurdish journalist jailed\n"
        "A court in Van sentenced journalist Nesrin Akgul to six years for reports on the operations in northern Syria.",
        ["TR"],
    ),
    (
        "en",
        "Hong Kong: bookseller missing\nBookseller Lam Chi-wai was last seen near the border with mainland China on 4 March 2017.",
        ["HK"],
    ),
    (
        "en",
        "Crackdown before summit\nHanoi police held writer Nguyen Van Long for two days before the visit of the US president.",
        ["VN"],
    ),
    (
        "en",
        "Harassment of Mapuche leader\nMapuche leader Juana Huenul was threatened in Temuco by forest company guards.",
        ["CL"],
    ),
    (
        "en",
        "Defender of migrants charged\nSara Rossi, of a rescue group, is charged in Catania with helping people who came from Libya.",
        ["IT"],
    ),
    (
        "en",
        "Nigerian lawyer in hiding in Ghana\nLawyer Ibrahim Sule fled Kano after death threats and is in hiding in Accra.",
        ["GH", "NG"],
    ),
    (
        "en",
        "DRC: activists of a citizen movement held in Goma\nSix young people were arrested in Goma on 2 April 2018.",
        ["CD"],
    ),
    ("en", "South Sudan: journalist found dead\nThe body of Isaac Deng was found near Juba.", ["SS"]),
    (
        "en",
        "Rwanda-backed rebels abduct defender\nPascal Bahati was abducted by rebels in Rutshuru, North Kivu.",
        ["CD"],
    ),
    ("en", "Press freedom in Gambia\nIn Banjul, reporter Fatou Jallow was beaten by soldiers.", ["GM"]),
    (
        "en",
        "Women defenders jailed in Kingdom\nThree women who campaigned for the right to drive were arrested in Riyadh and Jeddah.",
        ["SA"],
    ),
    ("en", "Dagestan: lawyer attacked\nLawyer Murad Aliyev was attacked in Makhachkala.", ["RU"]),
    ("en", "Crimea: Tatar activist kidnapped\nErvin Seitov was forced into a car in Bakhchysarai.", ["RU", "UA"]),
    ("en", "Aceh: two women caned\nA Sharia court in Banda Aceh ordered the caning of two women.", ["ID"]),
    ("en", "Chiapas: Indigenous defender killed\nSimón Gómez was shot in Pantelhó, Chiapas.", ["MX"]),
    (
        "en",
        "Rio de Janeiro: councillor’s aide threatened\nThe aide of a councillor got death threats in Rio de Janeiro.",
        ["BR"],
    ),
    (
        "en",
        "Kyrgyz authorities deport Tajik activist\nTajik activist Zafar Nazarov was deported from Bishkek to Dushanbe on 5 June 2021.",
        ["KG", "TJ"],
    ),
    ("en", "Tibetan monk beaten\nTibetan monk Lobsang Dawa was beaten in a prison near Lhasa.", ["CN"]),
    ("fr", "Avocat menacé à Bukavu\nMe Alain Mugisho a été menacé de mort à Bukavu par des militaires.", ["CD"]),
    (
        "fr",
        "Syndicaliste arrêté à Sfax\nLe syndicaliste Hatem Zribi a été arrêté à Sfax. La France suit le dossier.",
        ["TN"],
    ),
    (
        "fr",
        "Kinshasa : militants détenus\nQuatre militants d’un mouvement citoyen ont été arrêtés devant le Parlement.",
        ["CD"],
    ),
    (
        "es",
        "Amenazas en el Cauca\nLa lideresa indígena María Ulcué recibió amenazas de muerte en Santander de Quilichao, Cauca.",
        ["CO"],
    ),
    (
        "es",
        "Líder campesino asesinado en el Bajo Aguán\nEl líder campesino Santos Rivera fue asesinado en Tocoa, Colón.",
        ["HN"],
    ),
    (
        "ru",
        "В Грозном похищен адвокат\nАдвоката Магомеда Дудаева увезли из дома неизвестные в форме. Об этом сообщили в Москве.",
        ["RU"],
    ),
    ("ru", "В Нукусе задержан блогер\nБлогера Алишера Каримова задержали в Нукусе 1 июля 2022 года.", ["UZ"]),
    ("ar", "توقيف محام في صفاقس\nأوقفت الشرطة المحامي حاتم الزريبي في صفاقس يوم 3 مايو 2021.", ["TN"]),
    ("fr", "Le CPJ s'inquiète\nLe journaliste haïtien Jo Roger Israël et son frère ont été enlevés.", ["HT"]),
    ("fr", "Togo : 48 personnes détenues\nCinq militants sont détenus, dit Jo Quilla, de l'Acat France.", ["TG"]),
    ("ru", "Задержаны в Бишкеке\nВ Бишкеке милиция задержала активистов на акции в поддержку Украины.", ["KG"]),
    (
        "en",
        "Israeli attacks on Palestinian groups\nIsraeli orders closed the house of Jo Amran, Hebron, after a complaint.",
        ["IL", "PS"],
    ),
    ("en", "A call for help\nHe was dismissed and beaten. The whistleblower lives in Luanda, Angola.", ["AO"]),
    ("ar", "اختطاف ناشط في البصرة\nاختطف مسلحون الناشط علي حسين في البصرة.", ["IQ"]),
]


@pytest.mark.parametrize(("language", "text", "countries"), TOLD, ids=[text.partition("\n")[0] for _, text, _ in TOLD])
def test_the_country_is_that_of_the_act(language, text, countries):
    assert sorted(suggested(text, language).country) == countries
