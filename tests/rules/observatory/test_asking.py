"""What counts as something concrete that is asked for, in each language: then concern is not all."""

import pytest

from tests.rules.observatory.writing import EEAS, values

HEADS = {
    "en": ("Statement by the Spokesperson", "The EU is deeply concerned about the human rights defenders in Chad."),
    "fr": (
        "Déclaration du porte-parole",
        "L'UE est préoccupée par la situation des défenseurs des droits de l'homme au Tchad.",
    ),
    "es": ("Declaración del Portavoz", "La UE está preocupada por los defensores de derechos humanos en Chad."),
    "ru": ("Заявление пресс-секретаря", "ЕС обеспокоен положением правозащитников в Чаде."),
    "ar": (
        "بيان المتحدث باسم الاتحاد الأوروبي",
        "يعرب الاتحاد الأوروبي عن قلقه على المدافعين عن حقوق الإنسان في تشاد.",
    ),
}
ASKED = {
    "en": [
        "We expect the verdict to be reviewed.",
        "The EU calls for those responsible to be held accountable.",
        "The authorities must bring the perpetrators to justice.",
        "We urge the government to lift the travel ban.",
        "She should be given medical care without delay.",
        "The bail conditions ought to be eased.",
        "The EU asks to be given access to the prisons.",
        "We call on Chad to drop all charges.",
        "The EU invites the authorities to reconsider.",
        "The organisation should be able to resume its work.",
        "We hope that the decision will be reversed.",
        "The EU looks to Chad to honour its promise and free them.",
        "It is essential that the perpetrators are identified.",
        "We encourage Chad to invite the Special Rapporteur.",
        "The EU requests that his family be told where he is.",
        "All charges against her need to be dropped.",
        "The authorities are obliged to protect him.",
        "The law has to be changed.",
        "We appeal to the President to pardon them.",
        "The EU reiterates its call for a moratorium.",
        "We call for an end to the harassment of lawyers.",
        "They have to be allowed to go home.",
        "Chad is urged to stop reprisals.",
        "The EU calls upon Chad to unblock the websites.",
    ],
    "fr": [
        "L'UE demande que les responsables soient traduits en justice.",
        "Nous appelons le Tchad à lever l'interdiction.",
        "Les accusations doivent être abandonnées.",
        "L'UE invite les autorités à revoir la loi.",
        "Il convient que sa famille puisse le voir.",
        "Nous demandons qu'il reçoive des soins.",
        "L'organisation doit pouvoir reprendre son travail.",
        "L'UE espère que la décision sera annulée.",
        "Il est essentiel que les auteurs soient identifiés.",
        "L'UE exhorte le Tchad à mettre fin au harcèlement.",
        "Les autorités sont tenues de le protéger.",
        "Il faut que cette loi soit modifiée.",
    ],
    "es": [
        "La UE pide que los responsables rindan cuentas.",
        "Instamos a Chad a levantar la prohibición.",
        "Los cargos deben ser retirados.",
        "La UE insta a las autoridades a revisar la ley.",
        "Pedimos que reciba atención médica.",
        "La organización debe poder reanudar su labor.",
        "La UE espera que se anule la decisión.",
        "Es esencial que se identifique a los autores.",
        "Exhortamos a Chad a poner fin al hostigamiento.",
        "Hay que modificar esta ley.",
        "Solicitamos medidas de protección para su familia.",
        "Urgimos al Gobierno a garantizar su seguridad.",
        "Hacemos un llamado a las autoridades para que protejan a los defensores.",
    ],
    "ru": [
        "ЕС призывает привлечь виновных к ответственности.",
        "Мы призываем снять обвинения.",
        "Обвинения должны быть сняты.",
        "ЕС ожидает, что приговор будет пересмотрен.",
        "Ей должна быть оказана медицинская помощь.",
        "Мы просим допустить к ним адвокатов и врачей.",
        "Организация должна иметь возможность продолжить работу.",
        "Необходимо изменить этот закон.",
        "ЕС требует прекратить преследование.",
        "Власти обязаны защитить его.",
        "ЕС настаивает на отмене запрета на выезд.",
        "Мы надеемся, что решение будет отменено.",
    ],
    "ar": [
        "يدعو الاتحاد الأوروبي إلى محاسبة المسؤولين.",
        "ندعو إلى إسقاط التهم.",
        "يجب إسقاط التهم الموجهة إليه.",
        "يتوقع الاتحاد أن يراجع الحكم.",
        "ينبغي أن يحصل على الرعاية الطبية.",
        "نطالب السلطات برفع حظر السفر.",
        "يجب أن تتمكن المنظمة من استئناف عملها.",
        "يحث الاتحاد السلطات على تعديل القانون.",
        "نناشد السلطات وقف المضايقات.",
        "على السلطات أن تحميه.",
        "نأمل أن يلغى القرار.",
        "يطلب الاتحاد السماح لأسرته بزيارته.",
    ],
}
NOT_ASKED = {
    "en": [
        "The EU will continue to follow the case closely.",
        "Freedom of expression must be respected.",
        "Russia must stop its war.",
    ],
    "fr": ["L'UE continuera à suivre la situation.", "La liberté d'expression doit être respectée."],
    "es": ["La UE seguirá de cerca la situación.", "La UE insta a que facilite el ejercicio de esas libertades."],
    "ru": ["ЕС продолжит следить за ситуацией.", "Свобода слова должна соблюдаться."],
    "ar": ["سيواصل الاتحاد متابعة الوضع عن كثب.", "يجب احترام حرية التعبير."],
}


def concern_only(language, sentence):
    title, concern = HEADS[language]
    return values(f"{concern} {sentence}", title=title, url=EEAS, language=language)["concern_only"]


@pytest.mark.parametrize("language", HEADS)
def test_whoever_asks_for_something_concrete_does_not_voice_concern_alone(language):
    assert [sentence for sentence in ASKED[language] if concern_only(language, sentence)] == []
    assert [sentence for sentence in NOT_ASKED[language] if not concern_only(language, sentence)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Human rights defenders meet with threats and reprisals in many countries."),
        ("fr", "Les défenseurs des droits de l'homme sont intimidés et menacés dans bien des pays."),
        ("es", "Los defensores de los derechos humanos afrontan amenazas cada vez mayores."),
        ("ru", "Правозащитники работают под давлением, и пространство для них сужается."),
        ("ar", "يواجه المدافعون عن حقوق الإنسان تهديدات وتضييقا في كثير من البلدان."),
    ],
)
def test_an_issuer_that_tells_what_defenders_go_through_voices_concern(language, text):
    title = HEADS[language][0]
    assert values(text, title=title, url=EEAS, language=language)["concern_only"] is True
    assert values(text, title="2021", url="https://www.amnesty.org/x", language=language)["concern_only"] is False


@pytest.mark.parametrize(
    ("language", "text", "cites"),
    [
        ("en", "The Declaration of 1998 and the Istanbul Protocol bind all.", True),
        ("en", "She leads the International Human Rights Federation.", False),
        ("fr", "La Déclaration de 1998 engage tous les États, et le Protocole d'Istanbul aussi.", True),
        ("es", "La Declaración de 1998 obliga a todos los Estados y es de todos.", True),
        ("ru", "Об этом говорится в Московском документе 1991 года и не только в нём.", True),
        ("ru", "Это противоречит Стамбульскому протоколу и Конвенции ООН против пыток.", True),
    ],
)
def test_documents_are_law_and_federations_are_not(language, text, cites):
    assert values(text, language=language)["cites_intl_law"] is cites
