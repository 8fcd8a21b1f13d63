"""Text in the encodings in which people save it."""

import pytest

from safeconduct.cases.plain_text import LARGEST_BYTES, NO_TEXT, TOO_LARGE, text_from
from safeconduct.vocabulary.refusal import Refused

RUSSIAN = "Они пришли ночью и забрали его телефон. Мы не знаем, где он сейчас, и адвоката к нему не пускают."
ARABIC = "جاؤوا في الليل وأخذوا هاتفه. لا نعرف أين هو الآن ولا يسمحون للمحامي بزيارته في مركز الشرطة."
FRENCH = "Ils sont venus la nuit et ont emporté son téléphone. L’avocat n’a pas été autorisé à le voir."
SAVED = {
    "UTF-8": (RUSSIAN.encode(), RUSSIAN),
    "UTF-8 with a mark": (ARABIC.encode("utf-8-sig"), ARABIC),
    "UTF-16": (ARABIC.encode("utf-16"), ARABIC),
    "Windows, Russian": (RUSSIAN.encode("cp1251"), RUSSIAN),
    "Windows, Arabic": (ARABIC.encode("cp1256"), ARABIC),
    "Windows, French": (FRENCH.encode("cp1252"), FRENCH),
    "lines of Windows and old Macs": (b"a\r\nb\rc", "a\nb\nc"),
    "hidden marks of direction": ("\u200ea\u202fb\u00a0c\u2067".encode(), "a b c"),
}


@pytest.mark.parametrize(("content", "text"), SAVED.values(), ids=list(SAVED))
def test_text_is_read_in_the_encoding_it_was_saved_in(content, text):
    assert text_from(content) == text


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.7\n\x01\x02", b"PK\x03\x04"])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(Refused, match=NO_TEXT.sentence):
        text_from(content)


def test_what_is_too_large_is_refused():
    with pytest.raises(Refused, match=TOO_LARGE.sentence):
        text_from(b"x" * (LARGEST_BYTES + 1))
