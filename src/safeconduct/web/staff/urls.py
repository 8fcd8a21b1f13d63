"""Addresses of the staff's side."""

from django.urls import path

from safeconduct.web.staff import dossier, exporting, noticing, pages

app_name = "staff"
urlpatterns = [
    path("", pages.today, name="today"),
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("lock/", pages.lock, name="lock"),
    path("cases/", pages.cases, name="cases"),
    path("write-down/", pages.take_down, name="take_down"),
    path("export/", exporting.export, name="export"),
    path("notices/", noticing.notices, name="notices"),
    path("dossiers/<str:ref>/", dossier.read, name="dossier"),
    path("dossiers/<str:ref>/answer/", dossier.answer, name="answer"),
    path("dossiers/<str:ref>/accept/", dossier.accept, name="accept"),
    path("dossiers/<str:ref>/note/", dossier.note, name="note"),
    path("dossiers/<str:ref>/files/", dossier.add_files, name="add_files"),
    path("dossiers/<str:ref>/files/<int:seq>/", dossier.file, name="file"),
    path("dossiers/<str:ref>/files/<int:seq>/copy/", dossier.working_copy, name="working_copy"),
    path("dossiers/<str:ref>/identity/", dossier.reveal, name="reveal"),
    path("dossiers/<str:ref>/code/", dossier.give_code, name="give_code"),
]
