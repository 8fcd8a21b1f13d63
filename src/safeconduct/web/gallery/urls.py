"""Addresses of the gallery."""

from django.urls import path

from safeconduct.web.gallery import pages

app_name = "gallery"
urlpatterns = [
    path("defender/", pages.defender, name="defender"),
    path("staff/", pages.staff, name="staff"),
]
