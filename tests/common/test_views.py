"""Health addresses and error pages (N7)."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from common import views


def failing(error):
    def fail(connection):
        raise error

    return fail


@pytest.mark.django_db
def test_the_site_is_live_without_touching_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/sehat/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_the_site_is_ready_when_the_database_knows_every_migration(client):
    response = client.get("/sehat/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_pending_migrations_make_it_unready(client, monkeypatch):
    monkeypatch.setattr(views.MigrationExecutor, "migration_plan", lambda self, targets: [("one", False)])
    response = client.get("/sehat/ready")
    assert (response.status_code, response.json()) == (
        503,
        {"status": "unavailable", "database": "migrations pending"},
    )


@pytest.mark.parametrize("error", [OperationalError("down"), InterfaceError("closed")])
def test_a_database_that_does_not_answer_makes_it_unready_and_is_not_an_error(client, monkeypatch, error):
    monkeypatch.setattr(views, "MigrationExecutor", failing(error))
    response = client.get("/sehat/ready")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable", "database": "down"})


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/sehat/live", "/sehat/ready"])
def test_health_is_only_read(client, address):
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


@pytest.mark.django_db
def test_an_unknown_page_is_told_in_words(client):
    response = client.get("/tidak-ada/sama-sekali/")
    assert response.status_code == 404
    assert "text/html" in response["Content-Type"]
    assert "tidak ditemukan" in response.content.decode().lower()


@pytest.mark.django_db
def test_a_page_for_others_is_told_in_words(rf):
    request = rf.get("/petugas/")
    request.user = None
    response = views.forbidden(request, PermissionError("secret reason"))
    assert response.status_code == 403
    assert "secret reason" not in response.content.decode()


def test_the_page_of_a_fault_needs_neither_database_nor_session():
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "<html" in response.content.decode()
