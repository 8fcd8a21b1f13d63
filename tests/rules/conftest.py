"""Rules touch nothing: a test in this folder that opens a socket or asks for the database fails."""

import socket

import pytest

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences", "client", "admin_client"}


class SocketInARule(RuntimeError):
    pass


def _refuse(*_args, **_kwargs):
    raise SocketInARule("A rule opened a socket. Pass in what it needs to know instead.")


@pytest.fixture(autouse=True)
def _nothing_but_the_rule(request, monkeypatch):
    if request.node.get_closest_marker("django_db") or DATABASE_FIXTURES & set(request.fixturenames):
        pytest.fail("A rule is tested without the database: move this test to tests/desks or tests/pages.")
    for opener in ("socket", "create_connection", "create_server", "socketpair", "getaddrinfo"):
        monkeypatch.setattr(socket, opener, _refuse)
