"""Addresses of the defender's side, the same in every language."""

from django.urls import path

from safeconduct.web.defender import (
    answering,
    capital,
    experience,
    mission,
    offline,
    pages,
    returning,
    source,
    telling,
    wishes,
)

app_name = "defender"
urlpatterns = [
    path("", pages.ask, name="start"),
    path("now/", pages.reach, name="reach"),
    path("form.html", offline.saved_form, name="saved_form"),
    path("form.txt", offline.plain_text_form, name="plain_form"),
    path("paste/", pages.paste, name="paste"),
    path("leave/", pages.leave, name="leave"),
    path("l/<str:token>/", source.answer, name="source"),
    path("m/<str:token>/", mission.answer, name="mission"),
    path("c/<str:token>/", capital.answer, name="capital"),
    path("appointment.ics", mission.appointment, name="appointment"),
    path("back/", returning.back, name="back"),
    path("back/who/", wishes.wishes, name="wishes"),
    path("back/who/answers/", answering.page, name="answers"),
    path("back/danger/", telling.danger, name="danger"),
    path("back/support/", telling.support, name="support"),
    path("back/helped/", experience.page, name="experience"),
    path("back/end/", wishes.erase, name="erase"),
]
