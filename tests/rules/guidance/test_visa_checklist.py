"""What texts say about visas: a list for each version of each text, whole, and nothing else in it."""

from safeconduct.guidance.register import read_register
from safeconduct.guidance.visa_checklist import TOPIC, visa_checklists


def test_each_version_of_a_text_has_one_list_with_all_that_it_says_about_visas():
    register = read_register()
    lists = visa_checklists(register)
    assert len({one.version.id for one in lists}) == len(lists) > 3
    titles = [one.title for one in lists]
    assert titles == sorted(titles) and not any(title.startswith("Canada: Canada") for title in titles)
    listed = {point.id for one in lists for point in one.points}
    assert listed == {one.id for one in register.commitments if TOPIC in one.topics}
    assert all(point.version == one.version.id for one in lists for point in one.points)
