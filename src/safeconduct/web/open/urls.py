"""Addresses of the open pages. Those of guidance say as little as they can: they stay in the history of the device."""

from django.urls import path

from safeconduct.web.open import expecting, pages, reading

app_name = "open"
urlpatterns = [path("robots.txt", pages.robots, name="robots")]

READING = [
    path("", reading.front, name="front"),
    path("1/", reading.page, {"name": "mission"}, name="mission"),
    path("2/", reading.page, {"name": "help"}, name="help"),
    path("3/", reading.page, {"name": "prepare"}, name="prepare"),
    path("4/", reading.page, {"name": "visa"}, name="visa"),
    path("5/", reading.find, name="find"),
    path("6/", expecting.page, name="expect"),
]
"""The pages of guidance, the same in every language."""
