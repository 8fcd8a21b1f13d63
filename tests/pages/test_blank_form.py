"""A form before anything is typed looks like the form, and another language has words of its own."""

import pytest
from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy

from safeconduct.web.staff.blank_form import BlankForm
from safeconduct.web.staff.forms import Answer, NewFiles, Note, Reveal


@pytest.mark.parametrize(
    ("form", "prefix"), [(Answer, "answer"), (Note, "note"), (NewFiles, "files"), (Reveal, "reveal")]
)
def test_it_is_drawn_as_the_form_is(form, prefix):
    for _again in range(2):
        assert str(BlankForm(form, prefix)) == str(form(prefix=prefix))


def test_its_own_label_stays_its_own():
    assert "To the person" in str(BlankForm(Answer, "answer", "To the person"))
    assert "To the person" not in str(BlankForm(Answer, "answer"))
    assert "To the person" not in str(Answer(prefix="answer"))


class OfADay(forms.Form):
    text = forms.CharField(label=gettext_lazy("Monday"))


def test_each_language_is_drawn_for_itself():
    with translation.override("en"):
        assert "Monday" in str(BlankForm(OfADay, "day"))
    with translation.override("fr"):
        assert "lundi" in str(BlankForm(OfADay, "day"))
