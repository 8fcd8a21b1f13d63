"""Addresses of the staff's side."""

from django.urls import path

from safeconduct.web.staff import dossier, holding, joining, journal, membership, pages, people, received, sharing

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
    path("journal/", journal.journal, name="journal"),
    path("journal/checkpoint/", journal.checkpoint, name="checkpoint"),
    path("journal/checkpoint/compare/", journal.compare, name="compare"),
    path("dossiers/<str:ref>/", dossier.read, name="dossier"),
    path("dossiers/<str:ref>/answer/", dossier.answer, name="answer"),
    path("dossiers/<str:ref>/accept/", dossier.accept, name="accept"),
    path("dossiers/<str:ref>/note/", dossier.note, name="note"),
    path("dossiers/<str:ref>/files/", dossier.add_files, name="add_files"),
    path("dossiers/<str:ref>/files/<int:seq>/", dossier.file, name="file"),
    path("dossiers/<str:ref>/files/<int:seq>/copy/", dossier.working_copy, name="working_copy"),
    path("dossiers/<str:ref>/identity/", dossier.reveal, name="reveal"),
    path("dossiers/<str:ref>/code/", dossier.give_code, name="give_code"),
    path("dossiers/<str:ref>/share/", sharing.page, name="sharing"),
    path("dossiers/<str:ref>/share/<str:consent>/make/", sharing.make, name="make_share"),
    path("dossiers/<str:ref>/share/<str:consent>/confirm/", sharing.confirm, name="confirm_consent"),
    path("dossiers/<str:ref>/share/<str:share>/end/", sharing.end, name="end_share"),
    path("dossiers/<str:ref>/share/<str:share>/write/", sharing.write, name="write_to_partner"),
    path("shared/<str:ref>/", received.read, name="received"),
    path("shared/<str:ref>/write/", received.write, name="write_back"),
    path("shared/<str:ref>/files/<int:seq>/", received.file, name="received_file"),
    path("shared/<str:ref>/name/", received.name, name="received_name"),
]
