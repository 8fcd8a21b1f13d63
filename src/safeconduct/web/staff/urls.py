"""Addresses of the staff's side."""

from django.urls import path

from safeconduct.web.staff import account, dossier, lost, pages, recovery

app_name = "staff"
urlpatterns = [
    path("", pages.today, name="today"),
    path("sign-in/", pages.sign_in, name="sign_in"),
    path("lock/", pages.lock, name="lock"),
    path("account/", account.account, name="account"),
    path("account/passphrase/", account.passphrase, name="account_passphrase"),
    path("account/authenticator/", account.authenticator, name="account_authenticator"),
    path("account/paper/", account.paper, name="account_paper"),
    path("account/paper/revoke/", account.revoke_paper, name="account_paper_revoke"),
    path("account/sessions/", account.end_sessions, name="account_sessions"),
    path("recovery/", recovery.recovery, name="recovery"),
    path("recovery/propose/", recovery.propose, name="recovery_propose"),
    path("recovery/begin/", recovery.begin, name="recovery_begin"),
    path("recovery/keys/<str:ref>/", recovery.use_key, name="recovery_key"),
    path("recovery/ceremonies/<str:ref>/", recovery.use_ceremony, name="ceremony"),
    path("lost/", lost.lost, name="lost"),
    path("lost/passphrase/", lost.lost_passphrase, name="lost_passphrase"),
    path("lost/authenticator/", lost.lost_authenticator, name="lost_authenticator"),
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
