"""The fields of staff/fields.py, for the forms of a case."""

from safeconduct.web.staff.fields import Day, words

__all__ = ["Day", "words"]
