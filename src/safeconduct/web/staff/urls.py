"""Addresses of the staff's side."""

from django.urls import path

from safeconduct.web.staff import dossier, holding, joining, membership, pages, people

app_name = "staff"
urlpatterns = [
    path("", pages.today, name="today"),
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("lock/", pages.lock, name="lock"),
    path("join/", joining.join, name="join"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<str:invitation>/withdraw/", people.withdraw_invitation, name="invitation"),
    path("people/<str:member>/", membership.member, name="member"),
    path("people/<str:member>/leave/", membership.leave, name="leave"),
    path("compartments/<str:compartment>/", holding.compartment, name="compartment"),
    path("cases/", pages.cases, name="cases"),
    path("write-down/", pages.take_down, name="take_down"),
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
