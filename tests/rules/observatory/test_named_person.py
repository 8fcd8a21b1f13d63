"""What makes words in capitals a person, who of them is affected, and how Russian and Arabic names are read."""

import pytest

from safeconduct.observatory.reading import plain
from safeconduct.observatory.russian_name import in_a_list
from tests.rules.observatory.writing import coded_row, values


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Amina Sow was arrested in Saint Petersburg.", ["Amina Sow"]),
        ("The arrest of Amina Sow and of the people of the Silent Harbour bookshop is a worry.", ["Amina Sow"]),
        ("They detained two leaders of the 48 Villages Assembled, Amina Sow and Lee Min.", ["Amina Sow", "Lee Min"]),
        ("The Night Raid killed Amina Sow. After this raid, at night, others fled.", ["Amina Sow"]),
        ("We regret the killing of Ambassador Paul Brown's guest, the lawyer Amina Sow.", ["Amina Sow"]),
        ("Catherine Ashton and Mary Lawlor met the lawyer Amina Sow.", ["Amina Sow"]),
        ("The killing of Amina Sow must be investigated.\n\nPaul Brown\nPress Officer for the north", ["Amina Sow"]),
        ("Minister Paul Brown was arrested on Monday.", ["Paul Brown"]),
        ("The court, as its President Paul Brown said, detained defenders.", []),
        ("On 3 July 2020 Amina Sow was sentenced.", ["Amina Sow"]),
        ("The arrest of Pastor Amina of the north is a worry.", ["Pastor Amina"]),
        ("Amina Sow, together with Lee Min, was jailed. So was the Multi-Party chair.", ["Amina Sow", "Lee Min"]),
    ],
)
def test_a_person_affected_is_no_place_body_thing_or_official(text, people):
    assert values(text)["individuals"] == people


def test_a_heading_that_runs_capitals_together_holds_the_name_of_the_text():
    title = "verklaring over arrestatie van verdediger Wit-Rusland Amina Sow in het noorden"
    assert values("The EU regrets the arrest of Mr Amina Sow.", title=title)["individuals"] == ["Amina Sow"]


@pytest.mark.parametrize(
    ("written", "before", "governed", "listed"),
    [
        ("Ивана Зорина", "правозащитника", False, "Иван Зорин"),
        ("Ивана Зорина", "правозащитница", False, "Ивана Зорина"),
        ("Даврона Кимсанова", "смерти", True, "Даврон Кимсанов"),
        ("Манзура Усмонзода", "адвоката", False, "Манзур Усмонзода"),
        ("Тимура Сорина-Лави", "адвоката", False, "Тимур Сорин-Лави"),
        ("Олега Рудницкого", "", False, "Олег Рудницкий"),
        ("Олега Петровича Зорина", "", False, "Олег Петрович Зорин"),
        ("Веру Зорину", "", False, "Вера Зорина"),
        ("Гулшане Юсуповой", "", False, "Гулшана Юсупова"),
        ("Дарьи Зориной", "", False, "Дарья Зорина"),
        ("Валентина Зорина", "арестована", True, "Валентина Зорина"),
        ("Валентина Зорина", "арест", True, "Валентин Зорин"),
        ("Вера Зорина", "", False, "Вера Зорина"),
        ("Иван Зорин", "арест", True, "Иван Зорин"),
        ("Ли Мин", "арест", True, "Ли Мин"),
        ("Настоятеля", "", False, "Настоятеля"),
    ],
)
def test_a_russian_name_is_listed_without_the_case_of_its_sentence(written, before, governed, listed):
    assert in_a_list(written, before=before, governed=governed) == listed


def test_a_listed_name_rests_on_the_words_of_the_text():
    text = "Мы призываем освободить правозащитника Ивана Зорина и Петра Белова, которые были арестованы в этой стране."
    row = coded_row({"id": "t", "title": "", "text": text, "url": "", "language": "ru"})
    assert row["individuals"] == ["Иван Зорин", "Петр Белов"]
    assert row["evidence"]["individuals"] == ["Ивана Зорина", "Петра Белова"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("ندين اعتقال عدة شخصيات في هذا البلد بعد أن كان الحكم على هذا النحو.", []),
        ("ندين اعتقال النظام مئات من السوريين في هذا البلد على هذا النحو.", []),
        ("ندعو إلى الإفراج عن المدافعة ليلى منصور ونبيل حداد بعد هذا الحكم.", ["ليلى منصور", "نبيل حداد"]),
        ("ندعو إلى الإفراج عن المدافعة ليلى منصور بست سنوات بعد هذا الحكم.", ["ليلى منصور"]),
    ],
)
def test_an_arabic_name_is_no_number_of_people_and_goes_on_after_and(text, people):
    assert values(text, language="ar")["individuals"] == people


NAMED = [
    (
        "en",
        "We remain concerned about the health of Mr Bakary TOURE and Ms Amina SOW, who are on hunger strike.",
        ["Bakary TOURE", "Amina SOW"],
    ),
    (
        "en",
        "The sentencing of NGUYEN Van Lam and LE Thu Mai to prison is a negative trend.",
        ["NGUYEN Van Lam", "LE Thu Mai"],
    ),
    (
        "en",
        "Lawyers such as Wang Qiuming, Xie Lan, Li Haoran and Jiang Tianlan have disappeared.",
        ["Wang Qiuming", "Xie Lan", "Li Haoran", "Jiang Tianlan"],
    ),
    ("en", "We are deeply saddened by the death of Rosa White, who stood up for the Lenca people.", ["Rosa White"]),
    (
        "en",
        "The EU reiterates its call for justice in the cases of Thulani Moyo and of Rev. Joseph Banda.",
        ["Thulani Moyo", "Joseph Banda"],
    ),
    (
        "en",
        "Eleven defenders, including Mahmoud Abu Salem (Samir), Karim Abdel Salam and Dina Abdel-Salam, are in jail.",
        ["Mahmoud Abu Salem", "Karim Abdel Salam", "Dina Abdel-Salam"],
    ),
    ("en", "Today marks five years since Boris Zorin was murdered near the bridge.", ["Boris Zorin"]),
    (
        "en",
        "The court upheld the verdict in the case against Oyub Zakriev, head of the office of Memorial in Grozny.",
        ["Oyub Zakriev"],
    ),
    ("en", "President of the Bar Association Tahir Elmali was killed in Diyarbakir.", ["Tahir Elmali"]),
    ("en", "The EU awarded its prize to Nasrin Karimi. She cannot travel.", ["Nasrin Karimi"]),
    ("en", "We recall the cases of: Amina Sow; Lee Min; Bakary Toure.", ["Amina Sow", "Lee Min", "Bakary Toure"]),
    (
        "en",
        "His brother, Karim Hadi, and his wife, Leila Hadi, were questioned for hours.",
        ["Karim Hadi", "Leila Hadi"],
    ),
    ("en", "Ahmed Al-Nuaimi's sentence was confirmed by the Federal Supreme Court.", ["Ahmed Al-Nuaimi"]),
    ("en", "Human rights defender Abdulhadi al-Khabari remains in Jaw prison.", ["Abdulhadi al-Khabari"]),
    (
        "en",
        "Commander Aung Lin was told that Ko Htin Zaw and Daw Khin San are still held.",
        ["Ko Htin Zaw", "Daw Khin San"],
    ),
    ("en", "Arbitrary arrest of Dr. Gulshan Abdiyev: Statement by the Spokesperson.", ["Gulshan Abdiyev"]),
    (
        "en",
        "The EU is following the trial of Khadija Alizade closely. Ms Alizade and her colleague Intigam Jafarli did nothing wrong.",
        ["Khadija Alizade", "Intigam Jafarli"],
    ),
    ("en", "Journalist and activist O'Brien Okoth from Nairobi vanished.", ["O'Brien Okoth"]),
    ("en", "Maria-Elena Ruiz de la Cruz, an indigenous leader, received threats.", ["Maria-Elena Ruiz de la Cruz"]),
    (
        "fr",
        "L'UE déplore la condamnation de M. Germain NDAYIZEYE et de Mme Aline KANEZA à trente-deux ans.",
        ["Germain NDAYIZEYE", "Aline KANEZA"],
    ),
    (
        "fr",
        "Me Amadou Diallo, bâtonnier, et le journaliste Moussa Ba ont été relâchés hier dans la soirée.",
        ["Amadou Diallo", "Moussa Ba"],
    ),
    (
        "fr",
        "Nous rendons hommage à Floribert Mukasa et Fidèle Bakole, dont l'assassinat reste impuni.",
        ["Floribert Mukasa", "Fidèle Bakole"],
    ),
    (
        "fr",
        "Les militants Fred Balume Kito, Yves Makombo et leurs camarades sont détenus.",
        ["Fred Balume Kito", "Yves Makombo"],
    ),
    (
        "fr",
        "Le sort d'Olivier Dubosc, enlevé au nord, nous inquiète ; sa sœur Anne Dubosc attend.",
        ["Olivier Dubosc", "Anne Dubosc"],
    ),
    ("fr", "L'avocate Nasrine Karimi, lauréate du prix Sakharov, doit être libérée.", ["Nasrine Karimi"]),
    (
        "es",
        "Lamentamos el asesinato de Berta Zelaya Paz, y de su hijo Juan de Dios Paz.",
        ["Berta Zelaya Paz", "Juan de Dios Paz"],
    ),
    (
        "es",
        "La UE pide la liberación de los presos políticos, entre ellos Félix Salinas Ríos, José Daniel Ferrán y Maykel Orozco.",
        ["Félix Salinas Ríos", "José Daniel Ferrán", "Maykel Orozco"],
    ),
    (
        "es",
        "El líder social Mario Palacio Ruiz y la lideresa María del Mar Hurtado Vélez fueron asesinados.",
        ["Mario Palacio Ruiz", "María del Mar Hurtado Vélez"],
    ),
    (
        "es",
        "Preocupa la salud de la Sra. Violeta Chavarría Paz y del Sr. Medardo Morales Soto.",
        ["Violeta Chavarría Paz", "Medardo Morales Soto"],
    ),
    ("es", "A Bernardo Cuc Tux se le impuso una pena de siete años.", ["Bernardo Cuc Tux"]),
    (
        "ru",
        "Приговор Юрию Данилову и преследование Натальи Зориной вызывают тревогу.",
        ["Юрий Данилов", "Наталья Зорина"],
    ),
    (
        "ru",
        "Мы требуем освобождения правозащитников Азимбека Атаханова, Гульжан Юсуповой и Нурбека Токтоматова.",
        ["Азимбек Атаханов", "Гульжан Юсупова", "Нурбек Токтоматов"],
    ),
    (
        "ru",
        "Руководитель «Мемориала» Оюб Закриев был задержан, его адвокат Пётр Зубкин избит.",
        ["Оюб Закриев", "Пётр Зубкин"],
    ),
    ("ru", "ЕС осуждает приговор, вынесенный Алексею Горкину и Илье Ясину.", ["Алексей Горкин", "Илья Ясин"]),
    (
        "ru",
        "Убийство Анны Полянской и Станислава Маркина остаётся безнаказанным.",
        ["Анна Полянская", "Станислав Маркин"],
    ),
    ("ru", "Вместе с Заремой Саитовой под судом находятся её коллеги.", ["Зарема Саитова"]),
    (
        "ar",
        "يدين الاتحاد الأوروبي الحكم على المحامي محمد البحيري والناشط علاء عبد السلام بالسجن خمس سنوات.",
        ["محمد البحيري", "علاء عبد السلام"],
    ),
    (
        "ar",
        "ندعو إلى الإفراج عن الدكتور أحمد الدرعي والسيدة لولوة الحامد فورا في هذا البلد.",
        ["أحمد الدرعي", "لولوة الحامد"],
    ),
    ("ar", "يساورنا القلق إزاء اعتقال ماهينور الصيرفي، المحامية المعروفة، وشقيقها في هذا البلد.", ["ماهينور الصيرفي"]),
    (
        "ar",
        "حكمت المحكمة على المدون رائف سلمان بالجلد وعلى شقيقته سمر سلمان بالسجن في هذا البلد.",
        ["رائف سلمان", "سمر سلمان"],
    ),
    (
        "ar",
        "المدافعون عن حقوق الإنسان، ومنهم نبيل رماني وعبد الهادي الخولي وغادة جميل، ما زالوا في السجن.",
        ["نبيل رماني", "عبد الهادي الخولي", "غادة جميل"],
    ),
    ("ar", "مقتل الناشطة رهام السعدي في البصرة يوم 19 آب على هذا النحو يثير القلق.", ["رهام السعدي"]),
    (
        "en",
        "Statement by the Spokesperson on the sentencing of Oleg Senko and Oleksandr Kolyada. We expect Oleg Senko to be released.",
        ["Oleg Senko", "Oleksandr Kolyada"],
    ),
    (
        "en",
        "Ilham Turdi Abliz was given a life sentence. Laureates of the Silent Bell Prize and of the Open Door Award protested.",
        ["Ilham Turdi Abliz"],
    ),
    (
        "en",
        "The United States calls on Cuba to free Jose Daniel Ferran Garcia, Luis Miguel Otano Alcazar, and Maykel Castro Perez.",
        ["Jose Daniel Ferran Garcia", "Luis Miguel Otano Alcazar", "Maykel Castro Perez"],
    ),
    (
        "en",
        "The Open Society Foundation, the Golden Gate Group and Freedom Now asked for the release of Lee Min.",
        ["Lee Min"],
    ),
    ("en", "Mrs Sow's husband was beaten. The EU reminds Chad that Amina Sow has a right to a lawyer.", ["Amina Sow"]),
    (
        "en",
        "In the words of Martin Lowell Kingsley, injustice anywhere is a threat. We condemn the jailing of Lee Min.",
        ["Lee Min"],
    ),
    ("en", "Judge Karim Bello sentenced Amina Sow to two years. Prosecutor Jean Kone asked for four.", ["Amina Sow"]),
    ("en", "We mourn Munir Thamrin, poisoned in 2004. His widow Sucianti still waits.", ["Munir Thamrin"]),
    (
        "en",
        "The Sakharov Prize went to Leyla Hadi in absentia, and Freedom House honoured Bakary Toure, detained since March.",
        ["Leyla Hadi", "Bakary Toure"],
    ),
    (
        "en",
        "Al Jazeera journalists Mohamed Fakhri and Baher Hassan were convicted.",
        ["Mohamed Fakhri", "Baher Hassan"],
    ),
    (
        "en",
        "The Foreign Minister, Pekka Virta, raised the case of Nguyen Phuong Lan with his counterpart Pham Minh.",
        ["Nguyen Phuong Lan"],
    ),
    ("en", "Contact: Anna Berg, Press Officer. Tel. +32. The EU regrets the arrest of Amina Sow.", ["Amina Sow"]),
    ("en", "Photo: Paul Brown / EEAS. The EU regrets the arrest of Amina Sow.", ["Amina Sow"]),
    ("en", "The activists of Casa Alianza, Las Abejas and Bastion Front were arrested.", []),
    ("en", "She was taken to Insein Prison, near Inya Lake, in Mon State, after the arrest.", []),
    ("en", "The arrest took place on Bolotnaya Square, Tverskaya Street and at Camp Bastion.", []),
    (
        "fr",
        "Monsieur Jean-Pierre Kimba, directeur exécutif de la radio Boneza, a été interpellé. Le ministre Paul Roux a été informé.",
        ["Jean-Pierre Kimba"],
    ),
    (
        "fr",
        "Aujourd'hui, la Cour d'appel a confirmé la peine de Nasrin Karimi et de Reza Khan.",
        ["Nasrin Karimi", "Reza Khan"],
    ),
    ("fr", "Le prix Franco-Allemand a été remis à Maryse Mbonye. Elle est menacée.", ["Maryse Mbonye"]),
    ("fr", "Contact presse : Anne Legrand, porte-parole. L'UE salue la libération de Lirio Rabe.", ["Lirio Rabe"]),
    ("fr", "Les associations Balance Citoyenne et Ouvrons la Porte ont vu leurs membres arrêtés.", []),
    (
        "es",
        "El Embajador Lars Berg visitó a la familia de Digna Ochaita Paz, asesinada en 2001.",
        ["Digna Ochaita Paz"],
    ),
    (
        "es",
        "Fueron detenidos Irving Larrea, Yader Paredes y la estudiante Lesther Alemán en la Ciudad Universitaria.",
        ["Irving Larrea", "Yader Paredes", "Lesther Alemán"],
    ),
    ("es", "El Comité Cerezo, la Casa del Migrante y Radio Progreso fueron atacados.", []),
    (
        "es",
        "La presidenta Ximena Castro lamentó el asesinato de Juan Lobo Paz, ocurrido en Tocoa.",
        ["Juan Lobo Paz"],
    ),
    (
        "ru",
        "Посол Пётр Браун встретился с семьёй правозащитника Асана Ахметова, осуждённого на 13 лет.",
        ["Асан Ахметов"],
    ),
    (
        "ru",
        "Полиция задержала Ольгу Смолину и Дмитрия Скуратина у здания суда.",
        ["Ольга Смолина", "Дмитрий Скуратин"],
    ),
    ("ru", "Как заявил Петер Стано, ЕС следит за делом Ирины Данкевич.", ["Ирина Данкевич"]),
    (
        "ru",
        "Правозащитник Бахром Хамидов и журналистка Абдуллохи Муродшо приговорены к срокам.",
        ["Бахром Хамидов", "Абдуллохи Муродшо"],
    ),
    ("ru", "На Болотной площади, в Нижнем Новгороде и в Северной Осетии прошли обыски и аресты.", []),
    (
        "ru",
        "Мы вновь призываем освободить Алеся Белянского, Валентина Степановича, Владимира Лапковича и Марфу Рыжкову.",
        ["Алесь Белянский", "Валентин Степанович", "Владимир Лапкович", "Марфа Рыжкова"],
    ),
    (
        "ar",
        "قضت المحكمة بسجن الناشط الحقوقي أحمد منير عشر سنوات. وكانت السلطات قد اعتقلته في بيته بهذه المدينة.",
        ["أحمد منير"],
    ),
    (
        "ar",
        "يعرب السفير كريستيان بيرغر عن قلقه على سلامة الناشطة سناء سليم بعد اعتقالها في هذه المدينة.",
        ["سناء سليم"],
    ),
    (
        "ar",
        "أفرجت السلطات عن ماهينور الحداد وعن زياد العلمي وهذا أمر نرحب به في هذا اليوم.",
        ["ماهينور الحداد", "زياد العلمي"],
    ),
    (
        "ar",
        "نطالب بإطلاق سراح هدى عبد الكريم وعائشة الشامي والمحامي إبراهيم مرسال على الفور.",
        ["هدى عبد الكريم", "عائشة الشامي", "إبراهيم مرسال"],
    ),
    (
        "en",
        "Statement by the Spokesperson on the detention of journalist Nurgeldi Hallyev and activist Perman Allaberdi.",
        ["Nurgeldi Hallyev", "Perman Allaberdi"],
    ),
    (
        "en",
        "The European Union recalls that Nguyen Tuong Van, Pham Chi Lam and Le Huu Minh Khai were sentenced.",
        ["Nguyen Tuong Van", "Pham Chi Lam", "Le Huu Minh Khai"],
    ),
    (
        "en",
        "We urge China to account for Gao Zhilan and to let Li Qiaoling see a doctor.",
        ["Gao Zhilan", "Li Qiaoling"],
    ),
    ("en", "Ten years on, nobody has been held to account for the murder of Ken Okelo.", ["Ken Okelo"]),
    (
        "en",
        "The bail hearing of G. N. Sai Bala and of Father Stan Sami was put off.",
        ["G. N. Sai Bala", "Stan Sami"],
    ),
    (
        "en",
        "The EU is worried about Sudha Bhargav, Varada Rao and others accused in the Bhola Kotegaon case.",
        ["Sudha Bhargav", "Varada Rao"],
    ),
    (
        "en",
        "The EU notes the acquittal of Taner Kilinc and deplores the sentences of Idil Esen, Ozlem Dalgic and Gunal Kurt.",
        ["Taner Kilinc", "Idil Esen", "Ozlem Dalgic", "Gunal Kurt"],
    ),
    (
        "en",
        "Commissioner Hahn and High Representative Mogherini deplored that Osman Kavak stays in Silivri.",
        ["Osman Kavak"],
    ),
    ("en", "EU Delegation trial monitors saw the hearing of Mr. Tran Huu in Ho Chi Minh City.", ["Tran Huu"]),
    (
        "en",
        "President Lukashenka must let go Maryia Kolas, Maksim Znaj and Siarhei Tsimafei.",
        ["Maryia Kolas", "Maksim Znaj", "Siarhei Tsimafei"],
    ),
    ("en", "Mariana Franke's murder, on 14 March 2018 in Rio de Janeiro, remains unpunished.", ["Mariana Franke"]),
    (
        "en",
        "The Special Rapporteur Mary Lawlor and the US Ambassador John Hill called for the release of Hoda Abdel-Karim.",
        ["Hoda Abdel-Karim"],
    ),
    (
        "en",
        "Speech by Minister Anna Lind. Mr President, the cases of Amina Sow and Lee Min show why.",
        ["Amina Sow", "Lee Min"],
    ),
    ("en", "HUMAN RIGHTS DEFENDER AMINA SOW ARRESTED. The EU regrets that Amina Sow was arrested.", ["Amina Sow"]),
    ("en", "Dear Friends, Best Regards, Kind Wishes. We ask for the freedom of Lee Min.", ["Lee Min"]),
    ("en", "Belarusian Nobel Peace Prize laureate Ales Zaretski was sentenced.", ["Ales Zaretski"]),
    (
        "fr",
        "Nous demandons la libération de Moussa Tchari Maman et d'Ali Idrissa Nana, figures de la société civile.",
        ["Moussa Tchari Maman", "Ali Idrissa Nana"],
    ),
    (
        "fr",
        "L'assassinat, le 2 juin, de Thulani Maseki et de l'Abbé Albert Toungou est inacceptable.",
        ["Thulani Maseki", "Albert Toungou"],
    ),
    ("fr", "Fodé Mengué Sylla et Billo Baldé ont disparu depuis le 9 juillet.", ["Fodé Mengué Sylla", "Billo Baldé"]),
    (
        "es",
        "El asesinato de los defensores Aly Domingo y Jairo Bonet, de Guanacaste, sigue impune.",
        ["Aly Domingo", "Jairo Bonet"],
    ),
    ("es", "Rendimos homenaje a Dilma Farias Silva y a Dorothea Stone.", ["Dilma Farias Silva", "Dorothea Stone"]),
    (
        "es",
        "La jueza Yasmina Barrientos y el exfiscal Juan Fermín Salvatierra sufren amenazas; el abogado Ramón Cadalso también.",
        ["Ramón Cadalso"],
    ),
    (
        "ru",
        "ЕС обеспокоен судьбой Дильмурода Салимова и Агзама Турсунова, которых держат под стражей.",
        ["Дильмурод Салимов", "Агзам Турсунов"],
    ),
    (
        "ru",
        "Срок Бузургмехру Ёдгорову сокращён, но он остаётся в тюрьме, сообщил адвокат Саидбек Нуралиев.",
        ["Бузургмехр Ёдгоров"],
    ),
    ("ar", "نحث إيران على الإفراج عن نرجس محمودي ونسرين ستاري وعن كل من سجن معهما.", ["نرجس محمودي", "نسرين ستاري"]),
]


def _parts(names):
    return [frozenset(plain(name.replace("-", " ").replace("'", " ")).split()) for name in names]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar"])
def test_people_are_named_however_a_sentence_goes(language):
    for _, text, people in (row for row in NAMED if row[0] == language):
        assert _parts(values(text, language=language)["individuals"]) == _parts(people), text


def test_mail_that_breaks_its_lines_is_read_in_whole_sentences():
    passed_on = (
        "For those who have not seen it, here is what was said at last, and it was high time for it, as all of us said before.\n"
        "\n> On 7 June the court upheld terms of ten years in prison for\n"
        "> Rosa Quispe, Amina Sow, Bakary Kone, Sylvestre Balde, Odette Diallo\n"
        "> and Jean Traore, who worked for the association in the north.\n"
    )
    assert values(passed_on)["individuals"] == [
        *("Rosa Quispe", "Amina Sow", "Bakary Kone", "Sylvestre Balde", "Odette Diallo", "Jean Traore"),
    ]
