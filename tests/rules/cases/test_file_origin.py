"""Where a file was published: address, author and day together, and none of them for what nobody published."""

from datetime import timedelta

import pytest

from safeconduct.cases.file_origin import FileOrigin, file_origins, refusal_to_origin
from tests.builders import an_entry, by_member
from tests.rules.cases.protecting import TODAY

POST = FileOrigin("https://example.org/post/7", "The mayor’s account", TODAY)


@pytest.mark.parametrize(
    ("origin", "begins"),
    [
        (POST, None),
        (FileOrigin(), None),
        (FileOrigin("example.org", "The mayor", TODAY), "The address is missing or is none."),
        (FileOrigin("", "The mayor", TODAY), "The address is missing or is none."),
        (FileOrigin(POST.link, " ", TODAY), "It is not said who published it and when."),
        (FileOrigin(POST.link, "The mayor"), "It is not said who published it and when."),
        (FileOrigin(POST.link, "The mayor", TODAY + timedelta(days=1)), "The day of publication lies ahead."),
    ],
    ids=["whole", "not published", "no address", "empty address", "no author", "no day", "tomorrow"],
)
def test_an_origin_is_whole_or_not_given(origin, begins):
    refusal = refusal_to_origin(origin, today=TODAY)
    assert refusal is None if begins is None else refusal.sentence.startswith(begins)


def test_each_file_has_the_newest_that_was_said_of_it():
    first = by_member(an_entry("file_origin", scope="evidence_original", **POST.written_for(("f1", "f2")).data))
    corrected = FileOrigin("https://example.org/post/8", "The mayor’s account", TODAY)
    second = by_member(an_entry("file_origin", seq=2, scope="evidence_original", **corrected.written_for(("f2",)).data))
    assert file_origins([first, second]) == {"f1": POST, "f2": corrected}
