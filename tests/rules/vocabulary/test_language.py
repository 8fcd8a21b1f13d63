"""The five languages of the defender's side, honest about which of them a speaker has read."""

from babel import Locale

from safeconduct.vocabulary.language import CODES, LANGUAGES


def test_the_defender_s_side_has_five_languages():
    assert CODES == ("en", "fr", "es", "ar", "ru")


def test_each_writes_its_own_name():
    for language in LANGUAGES:
        assert language.own_name.casefold() == (Locale(language.code).get_display_name() or "").casefold()


def test_the_first_is_the_one_that_everybody_falls_back_on():
    assert LANGUAGES[0].code == "en"
    assert LANGUAGES[0].read_by_a_speaker


def test_words_that_no_speaker_has_read_are_known_as_such():
    # Change this with the name of the reader in the translation file.
    assert [language.code for language in LANGUAGES if not language.read_by_a_speaker] == ["fr", "es", "ar", "ru"]
