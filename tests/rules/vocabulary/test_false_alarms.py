"""How often the search stops a text that names nobody: by names that are no words never, by names that are words as often as
the word stands there in a form of the name. All texts and names are invented."""

import pytest

from safeconduct.vocabulary.name_in_text import NameSearch

TEXTS = {
    "en": [
        "We ask that the mission sits in at the next hearing. The court has not let observers in twice. We hope that a visit on the "
        "first day shows that somebody looks, and that the judge gives the defence the time that the law grants.",
        "That we may take two steps in private, for one human rights defender. The danger is high since March. Others agree, and "
        "one network will join. The mark of good faith would be a doctor's visit; a grant for the family is asked for elsewhere.",
        "What helped: a visit on the first day, a letter in the language of the prison, and silence in the press. What did not: a "
        "public word on Friday. Again we would ask for the medicine at once, and will wait for the May round with the summer report.",
        "Was somebody threatened in the north in March? Is it so, as far as you know, and how do you know it? Take the time that you "
        "need; a rose by the gate means yes. It may be sunny or dark, an early hour is safe. Leave no art, no bill, no name.",
    ],
    "es": [
        "Pedimos que la misión asista a la próxima audiencia. Los jueces no dejaron entrar a los observadores. Con la esperanza de "
        "que haya paz, las visitas del primer día muestran que alguien mira; la luz de la calle ya no funciona.",
        "Que podamos dar dos pasos en privado por una defensora. El peligro es alto desde marzo. Las rosas del patio fueron cortadas, "
        "los dolores de la espera siguen, y el consuelo de las vecinas es la fe. La gracia del rey no llegó.",
        "Lo que ayudó: una visita, una carta y el silencio. Lo que no: una palabra pública el viernes. Otra vez pediríamos las "
        "medicinas de inmediato. El ángel de piedra, el reloj y la cruz marcan la entrada de los abogados.",
        "¿Fue alguien amenazado en el norte en marzo? ¿Es así, según sabe, y cómo lo sabe? Tómese el tiempo que necesite. No deje "
        "nombres. La aurora es hora segura; la victoria y la soledad son palabras, no personas.",
    ],
    "fr": [
        "Nous demandons que la mission assiste à la prochaine audience. Les juges n’ont pas laissé entrer les observateurs. Nous "
        "espérons la grâce et la clémence ; une pierre blanche marque la porte, et la victoire n’est pas certaine.",
        "Que nous puissions faire deux démarches en privé. Le danger est fort depuis mars. La foi, la constance et l’espérance des "
        "voisines comptent. La rose du jardin, la marguerite et la violette ont été arrachées par les gardes.",
        "Ce qui a aidé : une visite, une lettre et le silence. Ce qui n’a pas aidé : un mot public le vendredi. Nous demanderions "
        "aussitôt les médicaments, un noël sans bruit, un juste partage, la prudence et la parole du petit groupe.",
        "Quelqu’un a-t-il été menacé dans le nord en mars ? Est-ce vrai, pour ce que vous en savez ? Prenez votre temps. L’aube est "
        "une heure sûre. Ne laissez aucun nom, aucune image, aucun lien vers le marché ou le moulin.",
    ],
    "ru": [
        "Просим миссию прийти на следующее заседание. Суд дважды не пустил наблюдателей. Мы не теряем надежды и веры в суд, и с "
        "любовью к делу ждём, что визит в первый день покажет: кто-то смотрит. Свет в камере горит, роза у ворот стоит.",
        "Просим разрешить два шага в закрытом порядке. Опасность высока с марта. Наши соседи согласны, одна сеть присоединится. "
        "Мир и слава суда под вопросом; вера в закон держится. Лев на гербе, жук на стене, мороз на дворе.",
        "Что помогло: визит в первый день, письмо на языке тюрьмы и тишина в прессе. Что не помогло: слово в пятницу. Снова просили "
        "бы лекарства сразу, и ждали бы майского круга. Победа и надежда не заменят врача.",
        "Угрожали ли кому-то на севере в марте? Так ли это, насколько вы знаете, и откуда? Не спешите. Ранний час безопасен. Не "
        "оставляйте имён, снимков и адресов; рынок и мельница не называются.",
    ],
    "ar": [
        "نطلب أن تحضر البعثة الجلسة المقبلة. لم تسمح المحكمة للمراقبين مرتين. الأمل أن تظهر الزيارة في اليوم الأول أن أحدا يراقب، "
        "وأن يحصل الدفاع على الوقت الذي يمنحه القانون، والسلام على الجميع.",
        "أن نتخذ خطوتين في السر من أجل مدافعة. الخطر كبير منذ مارس. الإيمان والكرامة والصبر عند الجيران، ونور الشارع مطفأ، "
        "والحمد لله على كل حال. سعيد من وجد طبيبا.",
        "ما ساعد: زيارة في اليوم الأول ورسالة بلغة السجن وصمت في الصحف. ما لم يساعد: كلمة علنية يوم الجمعة. نطلب الدواء فورا، "
        "ونصر على العدالة، وجميل أن ينتظر الجميع.",
        "هل هدد أحد في الشمال في مارس؟ هل هذا صحيح بحسب علمكم، وكيف علمتم؟ خذوا ما يلزم من وقت. ساعة الفجر آمنة. لا تتركوا "
        "أسماء ولا صورا ولا عناوين للسوق أو الطاحونة.",
    ],
}
NO_WORDS = [
    *(
        "Teresa Quist",
        "Mariam Okello",
        "Oda Lindqvist",
        "Anton Dvorsky",
        "Ruta Blauman",
        "Ilse van der Meerloo",
        "Ana de los Riosca",
    ),
    *(
        "Joaquín Ferraz Ortizar",
        "Lucía del Montoro",
        "Esteban Quirogal",
        "Céline Aubrac",
        "Thibault d’Arvenne",
        "Maëlle Kerouan",
    ),
    *(
        "Елена Иванова",
        "Сергей Жданов",
        "Анна Сергеевна Петренко",
        "Тарас Шевелюк",
        "Гульнара Алиева",
        "Павел Степанян",
    ),
    *("محمود القصراوي", "عبد الرحمن بن يعقوب", "أبو بكر الحداد", "خديجة بنت مسعود", "عبدالله الطرزي", "زينب المرعشلي"),
    *(
        "Anna Kowalska",
        "Marek Dvořák",
        "Yıldız Işık",
        "Nguyễn Thị Đào",
        "Jan Nowak",
        "Zofia Wiśniewska",
        "Li Na",
        "Bo Xu",
    ),
]
WORDS = [
    *("Hope", "Faith", "Grace", "Rose", "Mark", "Grant", "Will", "May", "Bill", "Art"),
    *("Paz", "Luz", "Dolores", "Consuelo", "Ángel", "Aurora", "Victoria", "Soledad"),
    *("Pierre", "Blanche", "Constance", "Marguerite", "Violette", "Noël", "Juste", "Prudence"),
    *("Вера", "Надежда", "Любовь", "Лев", "Роза", "Слава", "Мир", "Свет"),
    *("أمل", "نور", "سلام", "إيمان", "كرامة", "سعيد", "نصر", "جميل"),
]
EVERY = [text for texts in TEXTS.values() for text in texts]


@pytest.mark.parametrize("text", EVERY)
def test_names_that_are_no_words_stop_no_text_that_names_nobody(text):
    assert NameSearch(NO_WORDS).places(text) == ()


def test_names_that_are_words_stop_few_texts_and_can_be_told_apart_by_their_places():
    """Decision 0089 has the figure: 45 of 840, in texts that were written around such words."""
    stopped = [(name, text) for name in WORDS for text in EVERY if NameSearch([name]).is_in(text)]
    assert len(WORDS) * len(EVERY) == 840 and len(stopped) <= 45
    for name, text in stopped:
        keys = [one.key for one in NameSearch([name]).places(text)]
        assert len(keys) == len(set(keys)) <= 3
