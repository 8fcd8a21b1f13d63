"""Addresses of the open pages."""

from django.urls import path

from safeconduct.web.open import pages

app_name = "open"
urlpatterns = [path("robots.txt", pages.robots, name="robots")]
