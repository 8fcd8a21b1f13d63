"""The term, the reference, fair trial and international law: what counts and what only sounds alike."""

import pytest

from tests.rules.observatory.writing import EEAS, values


@pytest.mark.parametrize(
    ("language", "text", "uses"),
    [
        ("en", "Women human rights defenders are at risk.", True),
        ("en", "HRDs are at risk in the country.", True),
        ("en", "A human rights lawyer and an activist were held by the police of the city.", False),
        ("en", "So-called human rights defenders are above no law, the ministry said.", False),
        ("en", "Front Line Defenders has its seat in Dublin.", False),
        ("fr", "Les défenseurs des droits de l'Homme sont menacés dans le pays.", True),
        ("fr", "Le militant des droits de l'Homme a été arrêté dans la ville.", False),
        ("es", "La defensora de derechos humanos fue detenida en la capital del país.", True),
        ("es", "El defensor del pueblo presentó su informe en la capital del país.", False),
        ("ru", "В стране арестовали правозащитника, и это не первый случай за год.", True),
        ("ar", "اعتقلت السلطات المدافعة عن حقوق الإنسان في المدينة بعد أن كانت في السجن.", True),
        ("ar", "اعتقلت السلطات ناشطا في المدينة بعد أن كان في السجن مع كثير من الطلاب.", False),
    ],
)
def test_only_the_literal_term_counts_as_the_term(language, text, uses):
    assert values(text, language=language)["uses_hrd_term"] is uses


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The EU regrets the law on foreign agents.", True),
        ("The EU regrets the conviction of a human rights lawyer.", True),
        ("The EU regrets the limits on civil society.", True),
        ("The EU regrets the arrest of journalists and students.", False),
        ("The EU regrets the arrest of opposition politicians.", False),
        ("The EU thanks all, and above all civil society.", False),
    ],
)
def test_what_counts_as_a_reference(text, counts):
    found = values(text, title="Statement by the Spokesperson", url=EEAS)
    assert found["is_hrd_statement"] is counts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("He was tried behind closed doors.", True),
        ("The presumption of innocence must hold.", True),
        ("We are concerned about the independence of the judiciary.", True),
        ("He was arrested on Monday.", False),
    ],
)
def test_fair_trial(text, said):
    assert values(text)["mentions_fair_trial"] is said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("This goes against the ICCPR.", True),
        ("Chad must keep its international obligations.", True),
        ("The Universal Declaration of Human Rights protects this.", True),
        ("This goes against the Constitution.", False),
        ("The international community is watching.", False),
    ],
)
def test_international_law(text, said):
    assert values(text)["cites_intl_law"] is said


@pytest.mark.parametrize(
    ("text", "said"),
    [("EU diplomats observed the trial.", True), ("The trial begins on Monday.", False)],
)
def test_observation_of_trials(text, said):
    assert values(text)["mentions_trial_observation"] is said


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "This goes against the Convention on the Rights of the Child and the work of the treaty bodies."),
        ("en", "The judgment of the Strasbourg court must be carried out without further delay in this case."),
        ("fr", "Cela est contraire à l'article 19 du PIDCP et aux normes internationales que le pays a ratifiées."),
        ("fr", "La loi ne respecte pas la Convention d'Istanbul que le pays a ratifiée en deux mille vingt."),
        ("es", "La ley es contraria al artículo 19 del Pacto y a los convenios de la OIT que el país ha ratificado."),
        ("ru", "Это нарушает Женевские конвенции и не соответствует решениям Европейского суда в этом деле."),
        ("en", "Chad is bound by its commitments as a member of the Council of Europe and should keep them."),
        ("en", "The resolution that was adopted by the Human Rights Council must be carried out in full."),
        ("fr", "Il faut appliquer la résolution de la dernière session du Conseil des droits de l'homme."),
        ("es", "El Gobierno debe cumplir la resolución del Consejo de Derechos Humanos de este año."),
        ("ru", "Власти должны выполнить резолюцию Совета по правам человека, которую приняли в этом году."),
        ("ar", "يجب تنفيذ قرار مجلس حقوق الإنسان الذي صدر في هذا العام في هذا البلد."),
        ("ar", "هذا يخالف المادة 19 من العهد الدولي الخاص بالحقوق المدنية والسياسية التي صادقت عليها الدولة."),
    ],
)
def test_international_law_is_known_by_name_in_each_language(language, text):
    assert values(text, language=language)["cites_intl_law"] is True


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They had no lawyer of their own choosing, and the trial was flawed from the first day."),
        ("fr", "Les droits de la défense n'ont pas été respectés et les audiences se sont tenues à huis clos."),
        ("es", "El proceso tuvo irregularidades procesales y no se respetaron las garantías judiciales de todos."),
        ("ru", "Суд был закрытым, и права на защиту не были обеспечены ни ему, ни его коллегам в этом деле."),
        ("ar", "لم تراع ضمانات المحاكمة العادلة ولم يسمح له بحضور محام من اختياره في هذه القضية."),
    ],
)
def test_due_process_is_known_in_each_language(language, text):
    assert values(text, language=language)["mentions_fair_trial"] is True


def test_measures_of_protection_that_nobody_is_named_for_are_no_law():
    text = "La defensora tenía medidas cautelares desde hace años y el Estado no las cumplió en su casa."
    assert values(text, language="es")["cites_intl_law"] is False
    assert values(f"{text} Eran medidas cautelares de la CIDH.", language="es")["cites_intl_law"] is True


_DELEGATION = "https://www.eeas.europa.eu/delegations/chad/statement_en"


@pytest.mark.parametrize(
    ("language", "met", "closed"),
    [
        (
            "en",
            "In Chad the Special Envoy will meet with officials, business leaders and with civil society leaders.",
            "The European Union deplores that Chad closed the offices of civil society.",
        ),
        (
            "en",
            "The Special Envoy will travel to Chad to engage with youth and civil society members on trade.",
            "The European Union is alarmed by a law of Chad against civil society.",
        ),
        (
            "fr",
            "Au Tchad, l'envoyé spécial aura un échange avec des entreprises et la société civile.",
            "L'Union européenne regrette que le Tchad ferme les bureaux de la société civile.",
        ),
        (
            "es",
            "En Chad el enviado especial mantuvo un encuentro con empresas y con la sociedad civil.",
            "La Unión Europea lamenta que Chad cierre las oficinas de la sociedad civil.",
        ),
        (
            "ru",
            "В Чаде спецпредставитель встретится с предпринимателями и с гражданским обществом.",
            "Европейский союз сожалеет, что Чад закрывает организации гражданского общества.",
        ),
        (
            "ar",
            "وفي تشاد سيلتقي المبعوث الخاص رجال الأعمال وممثلي المجتمع المدني.",
            "يعرب الاتحاد الأوروبي عن أسفه لأن تشاد أغلقت مكاتب المجتمع المدني.",
        ),
    ],
    ids=["en, met", "en, engaged", "fr", "es", "ru", "ar"],
)
def test_civil_society_that_is_only_met_on_a_journey_is_no_reference(language, met, closed):
    given = {"url": _DELEGATION, "language": language, "title": "Chad"}
    assert values(met, **given)["label"] == "N"
    assert values(f"{met} {closed}", **given)["label"] == "S"
