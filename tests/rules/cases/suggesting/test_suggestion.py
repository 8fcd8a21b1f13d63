"""Suggestions from pasted texts: measured on invented ones, and rule by rule."""

import hashlib
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.cases.suggesting.agreement import agreement
from safeconduct.cases.suggesting.pasted import coded, evidence
from safeconduct.cases.suggesting.suggestion import suggested

INVENTED = Path(__file__).parent / "invented"
LANGUAGES = ("ar", "en", "es", "fr", "ru")
FLOORS = {"country": 0.95, "violation_types": 0.85, "defender_types": 0.85, "date_of_event": 0.9, "asks": 0.8}
FLOORS_OF_HARD_TEXTS = {"country": 0.95, "violation_types": 0.8, "defender_types": 0.75, "date_of_event": 0.95}
FLOORS_OF_LATER_TEXTS = {
    "read": {"country": 0.8, "violation_types": 0.9, "defender_types": 0.88, "date_of_event": 0.85},
    "not read": {"country": 0.75, "violation_types": 0.78, "defender_types": 0.78, "date_of_event": 0.92},
}


def was_read(text):
    """Whether rules were made from it: a hash divides the later texts into a half that was read and one that was not."""
    return int(hashlib.sha256(text.encode()).hexdigest(), 16) % 2 == 0


def pairs(language, folder=INVENTED, *, read=None):
    for row in tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8")).values():
        if read is not None and was_read(row["text"]) is not read:
            continue
        by_hand = {
            "country": row["country"],
            "violation_types": row["kinds"],
            "defender_types": row["groups"],
            "date_of_event": row["date"],
            "perpetrator_kind": row["by"],
            "asks": row["asks"],
        }
        yield by_hand, coded(suggested(row["text"], language))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_suggestions_agree_with_codings_by_hand(language):
    found = agreement(list(pairs(language)))
    assert found.texts >= 25
    assert {field: getattr(found, field) for field in FLOORS if getattr(found, field) < FLOORS[field]} == {}


@pytest.mark.slow
def test_suggestions_agree_where_texts_name_several_countries_and_dates():
    found = agreement([pair for language in LANGUAGES for pair in pairs(language, INVENTED / "hard")])
    assert found.texts >= 40
    below = {
        field: getattr(found, field) for field, floor in FLOORS_OF_HARD_TEXTS.items() if getattr(found, field) < floor
    }
    assert below == {}


@pytest.mark.slow
@pytest.mark.parametrize("half", FLOORS_OF_LATER_TEXTS)
def test_suggestions_agree_on_texts_that_rules_were_made_from_and_on_those_that_were_kept_away(half):
    found = agreement([one for each in LANGUAGES for one in pairs(each, INVENTED / "later", read=half == "read")])
    floors = FLOORS_OF_LATER_TEXTS[half]
    assert found.texts >= 36
    assert {field: getattr(found, field) for field in floors if getattr(found, field) < floors[field]} == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_suggestion_shows_words_of_the_text(language):
    for row in tomllib.loads((INVENTED / f"{language}.toml").read_text(encoding="utf-8")).values():
        text = " ".join(row["text"].split())
        for codes in evidence(suggested(row["text"], language)).values():
            assert [words for shown in codes.values() for words in shown if words not in text] == []


SITUATIONS = {
    "a suspect's arrest is no violation": ("en", "A suspect was arrested in Lima on 3 May 2020.", set()),
    "a presumed killer's detention": ("fr", "Le tueur présumé est un suspect ; le suspect a été arrêté.", set()),
    "a denial before it": ("en", "He was not detained and no charges were brought.", set()),
    "still is no denial in Arabic": ("ar", "لا يزال محتجزاً في السجن.", {"arbitrary_detention"}),
    "taken by the state": ("en", "Soldiers took her away from the market.", {"arbitrary_detention"}),
    "taken by others": ("en", "Gunmen took her away from the market.", {"abduction"}),
    "held and nowhere": (
        "es",
        "La policía detuvo a Ana y se desconoce su paradero.",
        {"arbitrary_detention", "enforced_disappearance"},
    ),
    "nobody knows who": ("ru", "Активист пропал без вести.", {"disappearance_unknown"}),
    "beaten in the street": ("en", "He was beaten by neighbours.", {"physical_attack"}),
    "beaten by those who hold him": (
        "en",
        "Police arrested him and he was beaten.",
        {"arbitrary_detention", "torture_ill_treatment"},
    ),
    "beaten by a crowd while others are held": (
        "en",
        "Police arrested three men. A crowd had gathered and beat one of them.",
        {"arbitrary_detention", "physical_attack"},
    ),
    "what one writes about": (
        "en",
        "Five years for tweets about torture in Yemen: a Manama court sentenced him.",
        {"judicial_harassment"},
    ),
    "what one reports on": ("fr", "Auteur d'un rapport sur les tortures, il a été menacé.", {"threat"}),
    "a passport torn at the border": ("ru", "Ей не дали вылететь.", {"travel_ban"}),
    "an inquiry refused": ("ru", "Полиция отказалась возбуждать дело.", {"impunity"}),
    "a right to health is no treatment denied": (
        "fr",
        "Des militantes du droit à la santé ont été arrêtées sans mandat.",
        {"arbitrary_detention"},
    ),
    "health workers held without a warrant": (
        "en",
        "Three health workers are held without charge.",
        {"arbitrary_detention"},
    ),
    "the same in Russian": ("ru", "Активистов за право на здоровье задержали без ордера.", {"arbitrary_detention"}),
    "torture that is feared": ("en", "She was arrested; torture is feared.", {"arbitrary_detention"}),
    "torture that may come": ("es", "Lo detuvieron y podría ser torturado.", {"arbitrary_detention"}),
    "no contact with somebody who was taken denies the contact": (
        "en",
        "No news of abducted teacher",
        {"abduction", "disappearance_unknown"},
    ),
    "a warrant is the work of a court": ("fr", "Un mandat d'arrêt vise la militante.", {"judicial_harassment"}),
    "gunmen who took somebody": ("en", "Gunmen took Rosa Quilla, a teacher.", {"abduction"}),
    "a death threat is no killing": ("fr", "Il a reçu des menaces de mort.", {"threat"}),
    "a surname is no theft": ("es", "Amenazaron a Roberto Hurtado.", {"threat"}),
    "an office that was forced is a break-in": (
        "es",
        "Anoche fue forzada la oficina de la abogada.",
        {"break_in_theft"},
    ),
    "human rights as a matter are no killing": ("es", "Es información sensible en materia de derechos.", set()),
    "what follows is no surveillance": ("es", "En los días siguientes la policía la amenazó.", {"threat"}),
    "sources confiscate nothing": ("ar", "قالت مصادر محلية إنهم هددوا المحامية.", {"threat"}),
    "to pursue her in court is no shadowing": ("ar", "تمت ملاحقتها أمام القضاء.", {"judicial_harassment"}),
    "who attacked and is arrested is no case": ("ru", "Её избили; нападавшего задержали.", {"physical_attack"}),
    "a mother looks for her son, nobody for her": ("en", "She was looking for her son.", set()),
    "police who break into a flat are no burglars": ("en", "Police officers broke into her flat.", {"raid_search"}),
    "a landlord who throws things out": ("en", "He threw the equipment of the office out.", {"property_destruction"}),
}


@pytest.mark.parametrize(("language", "text", "kinds"), SITUATIONS.values(), ids=list(SITUATIONS))
def test_kinds_of_violation(language, text, kinds):
    assert set(suggested(text, language).violation_types) == kinds


COUNTRIES = {
    "somebody's own office": ("en", "Police arrested the lawyer at her office in Lima.", {"PE"}),
    "a pronoun that is a town": ("en", "“We fear that she was arrested.” She was held in Lima.", {"PE"}),
    "the first of several headings": (
        "en",
        "INDONESIA: Police beat a farmer\nPolice beat a farmer in Palembang.\nPAKISTAN: Drop the charges\nA court convicted him.",
        {"ID"},
    ),
    "a headline's country": ("en", "Kenya: lawyer arrested", {"KE"}),
    "the place of the act, not the nationality of others": ("en", "UK nationals were arrested in Qatar.", {"QA"}),
    "not where somebody wanted to go": (
        "en",
        "Pakistan bars him. He was barred from travelling to go to the United States.",
        {"PK"},
    ),
    "a town alone": ("ru", "Журналиста избили в Краснодаре.", {"RU"}),
    "an adjective": ("es", "La policía hondureña detuvo a tres personas.", {"HN"}),
    "two, if act and concern differ": ("en", "China: two activists arrested in Myanmar", {"CN", "MM"}),
    "claimed by two": ("en", "A teacher was arrested in Crimea.", {"UA", "RU"}),
    "claimed by two, settled by the text": ("en", "A teacher was arrested in Crimea. Ukraine.", {"UA"}),
    "none": ("en", "A teacher was arrested.", set()),
    "where the act is told, not somebody's nationality": (
        "en",
        "Police in Nairobi took the phone of an Eritrean journalist.",
        {"KE"},
    ),
    "a student at a place is there": ("fr", "Un étudiant à Niamey a été arrêté.", {"NE"}),
    "a town after words that are a town's name elsewhere": (
        "en",
        "The office of the Coalition for Clean Rivers in Tegucigalpa was raided.",
        {"HN"},
    ),
    "an adjective before a town of that name": ("en", "Thai police arrested two men.", {"TH"}),
    "a person's name that is a town's too": ("en", "Egypt: Patrick George Amer was arrested.", {"EG"}),
    "not the seat of who writes": (
        "es",
        "Una red con sede en Dublín (Irlanda) denuncia el allanamiento de una oficina en Honduras.",
        {"HN"},
    ),
    "not where the writer found asylum": (
        "ru",
        "Пишу из Варшавы. Белорусского журналиста осудили в Гродно. В Польше я второй год.",
        {"BY"},
    ),
    "not who is concerned": (
        "fr",
        "Un avocat tchadien a été arrêté. La France et encore la France ont dit leur inquiétude.",
        {"TD"},
    ),
    "not who condemns the act in one sentence": (
        "en",
        "Canada and Norway are alarmed by the arrests of lawyers in Sudan.",
        {"SD"},
    ),
    "what the heading is about": (
        "en",
        "Human rights in Algeria\nFrance must ask more of its partner, and France must say so.",
        {"DZ"},
    ),
    "in small letters after a word of place": ("en", "pls help they jailed me in togo", {"TG"}),
    "a word in small letters": ("es", "Le lanzaron una granada de mano.", set()),
    "not what one writes about": ("en", "A Manama court sentenced him for tweets about the war in Yemen.", {"BH"}),
    "a meeting is no island": ("fr", "La liberté de réunion est bafouée au Tchad.", {"TD"}),
    "what one is concerned about": (
        "fr",
        "Nous sommes préoccupés par la situation au Burundi. La Belgique se tait.",
        {"BI"},
    ),
    "to polish is no country": ("en", "They polish the report while she was arrested in Peru.", {"PE"}),
    "by the number of an appeal": ("fr", "TUN 001 / 0517 / OBS 052. Une avocate a été arrêtée.", {"TN"}),
    "by an organisation alone": ("es", "Dos integrantes del COPINH fueron detenidas.", {"HN"}),
    "not a nationality beside the country of the act": (
        "en",
        "Eritrean poet arrested in Zambia\nAn Eritrean poet was arrested in Zambia on Monday.",
        {"ZM"},
    ),
    "both, where the text names places of both": (
        "en",
        "Eritrean poet arrested in Zambia\nPolice in Lusaka held him. He had left Asmara in 2011.",
        {"ER", "ZM"},
    ),
    "not a country that ends the name of a party": (
        "en",
        "Members of the Reform Party of Malawi were abducted near Maputo.",
        {"MZ"},
    ),
    "what the heading is about, though those who speak of it are named more often": (
        "ru",
        "Призыв освободить таджикских юристов\nВ Риге выступили депутаты. Их слушали в латвийском парламенте.",
        {"TJ"},
    ),
    "a state that is a country's name too": ("en", "A teacher was shot in Atlanta, Georgia.", {"US"}),
    "a town that is a country's name too": ("es", "Detuvieron a un periodista en Granada, Nicaragua.", {"NI"}),
    "a person with a country's name": ("en", "Chad Brown, a reporter, was beaten in Lusaka.", {"ZM"}),
    "a word that is a town's name": ("es", "La Marina detuvo a un pescador en Veracruz.", {"MX"}),
    "no surname that is a town's name": ("es", "El abogado Torres fue amenazado.", set()),
    "a town by most of those who live in one of its name": ("en", "A lawyer was arrested in Kano.", {"NG"}),
    "a town of three letters": ("ar", "اعتقلت الشرطة محاميا في عدن.", {"YE"}),
    "a Syrian, written as Syria": ("ar", "أوقفت السلطات الأردنية ناشطا سوريا في إربد.", {"JO"}),
    "an adjective with a hyphen": ("fr", "La police sud-africaine a arrêté un militant.", {"ZA"}),
    "a people in small letters": ("es", "Dos dirigentes mapuche fueron detenidos.", {"CL"}),
    "a reservoir that people defend, beside a country across the border": (
        "en",
        "Two men were arrested for a protest in Kempir-Abad against the border deal with Uzbekistan.",
        {"KG"},
    ),
    "a hill that a mine is to take": ("fr", "Trois habitants ont été arrêtés à Niyamgiri.", {"IN"}),
    "by a prison in the words of another language": ("fr", "Un avocat est détenu à la prison de Kondengui.", {"CM"}),
    "by a people in small letters, bent": ("ru", "Полиция избила двух крестьян. Помощь собирали каракалпаки.", {"UZ"}),
    "two hints before somebody's nationality": (
        "en",
        "A British teacher was threatened. She had filmed in Kondengui and sent it to CAMFAIDS.",
        {"CM"},
    ),
    "the land and who holds it, by its soldiers": (
        "en",
        "IDF soldiers searched the office of a farmers' group in Ramallah.",
        {"PS", "IL"},
    ),
    "the land alone, where nobody of the other acts": (
        "en",
        "Palestine: police in Ramallah arrested a teacher. He had visited Israel.",
        {"PS"},
    ),
    "the one of the heading's countries that the text tells of": (
        "en",
        "Defenders at risk in Guatemala and Honduras\nMarta Paz was threatened in Lempira, Honduras, in May.",
        {"HN"},
    ),
    "both of the heading, where the text tells of both": (
        "en",
        "Defenders at risk in Guatemala and Honduras\nOne was threatened in Honduras, one killed in Guatemala.",
        {"GT", "HN"},
    ),
    "a town that is a country's name too, by its region": (
        "es",
        "Mataron a un líder campesino en Argelia. La gobernación del Cauca lo condena.",
        {"CO"},
    ),
    "claimed by two, though the text names who holds it": (
        "ru",
        "В Крыму задержали активиста движения, запрещённого в России.",
        {"RU", "UA"},
    ),
    "not a country that ends the name of who speaks": (
        "es",
        "NICARAGUA: PRESOS\nLA ASOCIACIÓN PRO DERECHOS HUMANOS DE ESPAÑA PIDE SU LIBERTAD.",
        {"NI"},
    ),
    "an organisation beside a country": ("es", "El COPINH denuncia: abogado detenido en Panamá.", {"PA"}),
}


@pytest.mark.parametrize(("language", "text", "countries"), COUNTRIES.values(), ids=list(COUNTRIES))
def test_countries(language, text, countries):
    assert set(suggested(text, language).country) == countries


DATES = {
    "before a colon with an agency": (
        "en",
        "Lima, 10 August 2015 (ANP): On Saturday police arrested seven people of the union.",
        "2015-08-08",
    ),
    "not of a picture in the middle of a line": (
        "en",
        "Rosa Paz was threatened in Lima. Photo: Rosa Paz, 5 June 2017. Many have signed.",
        None,
    ),
    "not of tomorrow": (
        "fr",
        "Le procès commence demain, 10 janvier. Il est détenu depuis le 28 décembre 2023.",
        "2023-12-28",
    ),
    "of the year that the same day has elsewhere": (
        "en",
        "posted 21 Nov 2013\n21 November: the arrests of 21 November 2012. Police arrested two teachers in Lima.",
        "2012-11-21",
    ),
    "of the act, not of the posting": ("en", "Posted on: 2021/03/09. He was arrested on 4 March 2021.", "2021-03-04"),
    "a posting in the same sentence": (
        "en",
        "Posted on 2021/03/09: lawyer arrested. It happened on 4 March 2021.",
        "2021-03-04",
    ),
    "a month": ("fr", "Il a été arrêté en mars 2019.", "2019-03"),
    "the first day of two": ("en", "Burglars broke in on 11 to 12 December 2022.", "2022-12-11"),
    "a month of the Levant": ("ar", "اعتقلته الشرطة في 6 نيسان 2013.", "2013-04-06"),
    "without a year": ("es", "Lo detuvieron el 3 de agosto.", None),
    "not of a birth": ("en", "Born on 2 May 1980, she was arrested on 4 June 2020.", "2020-06-04"),
    "not of a law": ("fr", "Selon la loi du 3 mai 1999, il a été condamné le 7 juillet 2022.", "2022-07-07"),
    "not of a hearing to come": (
        "en",
        "Her next hearing is set for 8 July 2020. She was arrested in June 2020.",
        "2020-06",
    ),
    "a day in words": ("ru", "Его задержали двенадцатого марта 2019 года.", "2019-03-12"),
    "a day in Spanish words": ("es", "Fue detenido el doce de marzo del año 2019.", "2019-03-12"),
    "the first": ("fr", "Il a été arrêté le premier mars 2019.", "2019-03-01"),
    "Arabic digits": ("ar", "اعتقل في ١٢ آذار ٢٠١٩.", "2019-03-12"),
    "Arabic digits alone": ("ar", "اعتقل بتاريخ ٢٠١٩/٠٣/١٢.", "2019-03-12"),
    "two names of one month": ("ar", "اعتقل في 12 آذار/مارس 2019.", "2019-03-12"),
    "a month of the Maghreb": ("ar", "اعتقل في 23 فيفري 2022.", "2022-02-23"),
    "not of a statement on it": (
        "en",
        "On 3 July 2025 twelve groups voiced concern that Ana Quilla had been arrested. Police had arrested her on 2 June 2025.",
        "2025-06-02",
    ),
    "not of who said it": (
        "ar",
        "قال المركز في 3 أيار 2017 إن الشرطة اعتقلت المحامية. وقد اعتقلت في 2 نيسان 2017.",
        "2017-04-02",
    ),
    "not of what one is accused of": (
        "es",
        "Lo acusaron de supuestos actos de violencia, el 15 de octubre de 2015. El 9 de mayo de 2018 fue condenado.",
        "2018-05-09",
    ),
    "of no year of a birth": ("ru", "31 августа задержали Ивана Тестова (14.06.1986).", None),
    "the day of the week on which the news was written": (
        "en",
        "Lima, 15 July 2009 – Rosa Quilla was abducted on Wednesday near her home.",
        "2009-07-15",
    ),
    "a heading is a sentence of its own": (
        "en",
        "Lawyer held after march\nOn 3 May 2026 police arrested her.",
        "2026-05-03",
    ),
    "a night": ("es", "La noche del 3 al 4 de mayo de 2020 fue detenido.", "2020-05-03"),
    "two digits of a year": ("en", "Police arrested her on 12/03/19 in Lima.", "2019-03-12"),
    "a shortened month": ("fr", "Il a été arrêté le 5 déc. 2019.", "2019-12-05"),
    "a day of the week before the letter": (
        "es",
        "Lima, 12 de mayo de 2021\nEl lunes detuvieron a mi hermano.",
        "2021-05-10",
    ),
    "days ago": ("es", "12 de mayo de 2021\nHace tres días detuvieron a mi hermano.", "2021-05-09"),
    "the year of an appeal's number": ("en", "TUN 001 / 0517 / OBS 052. On 3 May he was arrested.", "2017-05-03"),
    "later in the year that the text names": (
        "es",
        "En marzo de 2021 hubo marchas. El 14 de octubre lo detuvieron.",
        "2021-10-14",
    ),
    "yesterday without a day to count from": (
        "en",
        "She got a threat yesterday. Police arrested her on 12 March 2024.",
        "2024-03-12",
    ),
    "an hour of the day on which it is told": (
        "en",
        "April 17th 2008. Two lawyers got threats just after 8 pm.",
        "2008-04-17",
    ),
    "not of the line's head": ("en", "Lima, March 3, 2021 – On February 25 three men beat him.", "2021-02-25"),
    "the stamp of a message": (
        "en",
        "22/11/2026, 09:10 - Ana: Yesterday, 21 November, two men took the lawyer from his home in Arua.",
        "2026-11-21",
    ),
    "the stamp of a message in brackets": (
        "es",
        "[22/11/26, 9:10:04 p. m.] Ana: La detuvieron ayer en su casa.",
        "2026-11-21",
    ),
    "yesterday of a line's head": ("en", "Bangkok, March 2, 2021 – Police arrested her yesterday.", "2021-03-01"),
    "a day of the week of a line's head": (
        "es",
        "23 de mayo de 2025.- El abogado fue detenido el viernes 9 de mayo en Lima.",
        "2025-05-09",
    ),
    "a Russian line's head": ("ru", "Минск, 3 мая 2021 года — Вчера задержали адвоката.", "2021-05-02"),
    "a head after the number of an appeal": (
        "de",
        "AI Index: AMR 18/0001/2020, Bolivia, 29.10.2020. Am 27. Oktober griffen neun Personen Ana Quispe an.",
        "2020-10-27",
    ),
    "two lines that begin with days tell of them": (
        "en",
        "12 May 2021 – Police arrested lawyer Ana Ruiz.\n14 May 2021 – A court held her.",
        "2021-05-12",
    ),
    "a head, if nothing else is dated": ("en", "Lima, 12 May 2021 – Police arrested lawyer Ana Ruiz.", "2021-05-12"),
    "a month without a year": ("en", "Lima, 3 May 2021. Armed men abducted him in February.", "2021-02"),
    "a month of the year before": ("es", "Lima, 3 de mayo de 2021. Lo detuvieron en noviembre.", "2020-11"),
    "not of a meeting that is named by its month": (
        "en",
        "She was detained for taking part in the July 2017 seaside memorial.",
        None,
    ),
    "after the day of a rally": (
        "fr",
        "3 avril 2021. Après la manifestation du 12 mars, il a été arrêté le 14 mars.",
        "2021-03-14",
    ),
    "a shortened month and a stop": ("en", "He was killed on Oct. 17, 2011 in Cebu.", "2011-10-17"),
    "not of an expert opinion": (
        "en",
        "She was jailed, as the opinion of 3 March 2020 says. She was arrested on 4 May 2019.",
        "2019-05-04",
    ),
    "the fifth of the month of the letter": (
        "en",
        "Lima, 12 May 2021\nOn the 5th, police arrested my brother.",
        "2021-05-05",
    ),
    "the fifth of the month before": ("es", "Lima, 3 de mayo de 2021\nEl día 5, lo detuvieron.", "2021-04-05"),
    "the thirtieth in March, not in February": ("fr", "Lomé, 1er avril 2021\nOn l'a arrêté le 30.", "2021-03-30"),
    "a day of this month in Russian": ("ru", "Минск, 12 мая 2021\nЕго задержали 5-го числа.", "2021-05-05"),
    "a day of this month in Arabic": ("ar", "تونس، 12 ماي 2021\nأوقفته الشرطة في 5 من الشهر الجاري.", "2021-05-05"),
    "a day of last month": ("ru", "Минск, 12 мая 2021\nЕго задержали 5 числа прошлого месяца.", "2021-04-05"),
    "no day: a floor": ("en", "Lima, 12 May 2021\nPolice arrested her on the 5th floor.", "2021-05-12"),
    "told without day or hour": ("en", "July 28, 2016 | Arbitrary detention of a lawyer.", None),
    "a day that runs into a sentence is that of posting": (
        "en",
        "Union leader Ana Quilla killed\n28 June 2023 Two federations condemn that Ana Quilla was killed in Lima on 25 June.",
        "2023-06-25",
    ),
    "in digits too, and yesterday counts from it": (
        "fr",
        "24/02/2012 Des hommes l'ont agressée hier à Lomé.",
        "2012-02-23",
    ),
    "in Russian such a day may tell the act": ("ru", "3 мая 2021 года Анну Килью задержала полиция.", "2021-05-03"),
    "a line of a place, a day of the week and a day": (
        "es",
        "Robo en Lima\nLima, martes 4 de junio de 2024\nEl viernes 31 de mayo le robaron el computador.",
        "2024-05-31",
    ),
    "a day of the week and a day before a colon": (
        "ar",
        "الثلاثاء 16 ديسمبر/كانون الأول 2025م: قالت الشبكة إن الشرطة اعتقلت آنا كيلا أمس الاثنين.",
        "2025-12-15",
    ),
    "a day in brackets before a dash": (
        "en",
        "(Lima, 3 May 2021) – Police should free Ana Quilla. They arrested her on Sunday.",
        "2021-05-02",
    ),
    "as machines write the day of posting": (
        "en",
        "Informal notes Tue, 17 Dec 2024 04:14:33 +0000 Police arrested the lawyer on 11 December.",
        "2024-12-11",
    ),
    "not of a picture": ("en", "FILE - Police in Lima, March 30, 2015.\nGunmen killed the lawyer.", None),
    "not of a picture in Spanish": ("es", "Foto: una marcha en Lima, 3 de mayo de 2019.\nMataron a la abogada.", None),
    "from the first of two months": ("en", "Her phone was hacked between April and August 2021.", "2021-04"),
    "until the second month": ("fr", "Elle a été détenue de mars à mai 2019.", "2019-03"),
    "the month with the year, where another stands before it": (
        "en",
        "She was in Lima in April and was arrested in May 2021.",
        "2021-05",
    ),
    "not of who was let go": (
        "en",
        "She was released on 25 June 2018. In October 2016 she was sentenced to six years in prison.",
        "2016-10",
    ),
    "but where it is all": ("en", "She was arrested and released on 25 June 2018.", "2018-06-25"),
    "today only says it, in June it was": (
        "en",
        "Lima, 1 July 2013\nBurglars broke in at three offices in June, six organisations said today.",
        "2013-06",
    ),
    "not of what came since": (
        "en",
        "Since then, on 11 September 2024, she was told to wait. On 28 May 2024 men beat her.",
        "2024-05-28",
    ),
    "not of a hearing of today": (
        "es",
        "Lima, 18 de noviembre de 2019. En la audiencia de hoy deben quedar libres quienes detuvo la policía el jueves.",
        "2019-11-14",
    ),
}


@pytest.mark.parametrize(("language", "text", "day"), DATES.values(), ids=list(DATES))
def test_dates(language, text, day):
    assert next(iter(suggested(text, language).date_of_event), None) == day


def test_a_date_without_year_counts_back_from_the_day_on_which_it_was_said():
    text = "Lo detuvieron el 3 de agosto."
    assert set(suggested(text, "es", said_on=date(2024, 2, 1)).date_of_event) == {"2023-08-03"}


def test_yesterday_counts_from_the_day_on_which_it_was_said():
    assert set(suggested("Yesterday she was arrested.", "en", said_on=date(2024, 3, 1)).date_of_event) == {"2024-02-29"}
    for text, language in (("Hier soir on l'a arrêtée.", "fr"), ("Вчера вечером её задержали.", "ru")):
        assert set(suggested(text, language, said_on=date(2024, 3, 1)).date_of_event) == {"2024-02-29"}


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("es", "El sábado le robaron el computador.", "sábado"),
        ("ru", "Вчера вечером её избили.", "Вчера вечером"),
        ("ar", "اعتقلتها الشرطة أمس.", "أمس"),
    ],
)
def test_where_only_the_month_of_a_page_is_known_a_day_of_the_week_or_yesterday_is_of_that_month(language, text, shown):
    found = suggested(text, language, filed_in=date(2019, 12, 1)).date_of_event
    assert {month: words for month, (words,) in found.items()} == {"2019-12": shown}
    assert not suggested("Lo detuvieron.", "es", filed_in=date(2019, 12, 1)).date_of_event


def test_a_day_without_its_month_shows_the_words_about_it():
    def shown(text):
        return suggested(text, "es", said_on=date(2021, 5, 12)).date_of_event

    assert shown("El día 5, lo detuvieron.") == {"2021-05-05": ("El día 5",)}
    assert shown("Lo detuvieron el 5 del mes pasado.") == {"2021-04-05": ("5 del mes pasado",)}


def test_a_day_in_an_address_serves_yesterday_but_is_no_date_of_its_own():
    assert set(suggested("Police arrested her yesterday.", "en", filed_on=date(2024, 3, 1)).date_of_event) == {
        "2024-02-29"
    }
    assert not suggested("Police arrested her.", "en", filed_on=date(2024, 3, 1)).date_of_event


PLACES = {
    "where the act is told": ("en", "She lived in Mombasa. Police arrested her in Nairobi.", "Nairobi"),
    "no word with a capital letter": ("fr", "Mon frère a été arrêté.", None),
    "no name of a person": ("es", "Detuvieron a Pedro Santiago López en Masaya.", "Masaya"),
    "not where it is said": ("fr", "Un groupe basé à Genève dit que la police a arrêté deux avocats à Lomé.", "Lomé"),
}


@pytest.mark.parametrize(("language", "text", "place"), PLACES.values(), ids=list(PLACES))
def test_places(language, text, place):
    assert next(iter(suggested(text, language).place), None) == place


def test_a_defender_is_no_more_than_that_where_nothing_more_is_said():
    assert set(suggested("A human rights defender was arrested.", "en").defender_types) == {"hrd_general"}
    assert set(suggested("A human rights defender and lawyer was arrested.", "en").defender_types) == {"lawyer"}


GROUPS = {
    "a woman lawyer is nobody's lawyer": ("ar", "اعتقلت الشرطة المحامية آنا كيلا في ليما.", {"lawyer", "woman_hrd"}),
    "a charge of blasphemy tells nothing of one's faith": ("en", "A lawyer was accused of blasphemy.", {"lawyer"}),
    "insults on social media": ("fr", "Poursuivi pour injures sur les réseaux sociaux.", {"online_activist"}),
    "blasphemy on social media": ("en", "Convicted of blasphemy on social media.", {"online_activist"}),
    "a name is no organisation": ("en", "Ngoc, a lawyer, was arrested.", {"lawyer"}),
    "an attorney general is no lawyer": ("en", "We write to the Attorney General about a journalist.", {"journalist"}),
    "who planned a killing is no writer": ("en", "The intellectual authors of the journalist's death.", {"journalist"}),
    "Monday and two are no minority": ("ar", "اعتقلت الشرطة الصحفي يوم الاثنين.", {"journalist"}),
    "a family that looks on was not meant": ("fr", "L'avocat a été enlevé devant sa famille.", {"lawyer"}),
    "who may be tortured does not work on torture": ("en", "Two lawyers might be tortured.", {"lawyer"}),
}


@pytest.mark.parametrize(("language", "text", "groups"), GROUPS.values(), ids=list(GROUPS))
def test_groups(language, text, groups):
    assert set(suggested(text, language).defender_types) == groups


def test_a_stroke_of_arabic_script_that_stands_alone_is_no_word():
    assert set(suggested("اعتقلت الشرطة المحامية ـ في ليما ـ أمس", "ar").country) == {"PE"}


def test_a_text_that_says_nothing_suggests_nothing_but_what_is_unknown():
    found = coded(suggested("Hello.", "en"))
    assert found.pop("perpetrator_kind") == ["unknown"]
    assert not any(found.values())


def test_what_is_asked_counts_only_in_a_sentence_that_asks():
    assert set(suggested("We ask for his release.", "en").asks) == {"release"}
    assert set(suggested("His release came late.", "en").asks) == set()


# A word that is nothing but such signs is empty once they are taken away.
SIGNS = "\u0640\u064b\u0651\u0301\u200d\u2019ـ́"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar"])
@given(text=st.text(st.sampled_from(f"{SIGNS} .,-\n0123/Aaéئوال ПпётрЛима"), max_size=60))
@settings(max_examples=8, deadline=None)
def test_no_text_is_too_odd_for_a_suggestion(language, text):
    assert suggested(f"{text} ـ {text}", language)
