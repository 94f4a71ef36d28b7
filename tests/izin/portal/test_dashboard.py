"""The first page of an applicant, and where a login leads (F1)."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from izin.accounts.enums import Role
from izin.accounts.services.roles import roles_load
from tests.factories.accounts import ApplicantFactory, ApplicantProfileFactory, OfficerFactory, UserFactory
from tests.factories.applications import ApplicationFactory, ready_to_sign
from tests.factories.catalog import PermitTypeFactory
from tests.factories.permits import PermitFactory
from tests.html import page_of, text_of

pytestmark = pytest.mark.django_db

INBOX, CMS, DASHBOARD = "/petugas/", "/cms/", "/portal/"
AFTER_LOGIN = "/portal/mulai/"


@pytest.fixture
def applicant(client):
    user = ApplicantFactory(full_name="Irman Syaputra")
    client.force_login(user)
    return user


def cards(response, name):
    page = page_of(response).select_one(f"section[aria-labelledby={name}]")
    return [article.h3.get_text() for article in page.select("article")] if page else None


@pytest.mark.parametrize("role", list(Role))
def test_an_officer_begins_with_the_inbox_and_an_editor_with_the_pages(client, role):
    roles_load()
    client.force_login(OfficerFactory(role=role))
    response = client.get(AFTER_LOGIN)
    assert (response.status_code, response["Location"]) == (302, CMS if role == Role.CONTENT_EDITOR else INBOX)
    assert client.get(response["Location"]).status_code == 200


def test_an_editor_with_a_role_in_the_flow_begins_with_the_inbox(client):
    client.force_login(OfficerFactory(role=Role.CONTENT_EDITOR, also=[Role.FRONT_DESK]))
    assert client.get(AFTER_LOGIN)["Location"] == INBOX


def test_an_editor_who_applies_too_begins_with_the_applications(client):
    user = OfficerFactory(role=Role.CONTENT_EDITOR)
    ApplicantProfileFactory(user=user)
    client.force_login(user)
    assert client.get(AFTER_LOGIN)["Location"] == DASHBOARD


def test_an_applicant_begins_with_the_dashboard_and_a_superuser_with_the_pages(client, applicant):
    assert client.get(AFTER_LOGIN)["Location"] == DASHBOARD
    client.force_login(UserFactory(superuser=True))
    assert client.get(AFTER_LOGIN)["Location"] == CMS


def test_who_is_nobody_is_refused(client):
    user = UserFactory()
    user.groups.add(Group.objects.create(name="Tamu"))
    client.force_login(user)
    assert client.get(AFTER_LOGIN).status_code == 403


def test_an_empty_dashboard_says_how_to_begin(client, applicant):
    response = client.get(DASHBOARD)
    assert text_of(response, "h1") == "Selamat datang, Irman Syaputra"
    assert cards(response, "tindakan") is None
    assert "Tidak ada permohonan yang sedang diproses" in text_of(response)
    assert "Belum ada izin terbit" in text_of(response)


def test_the_dashboard_sorts_by_whose_turn_it_is(client, applicant):
    kinds = {
        at: PermitTypeFactory(name=f"Izin {at}") for at in ("draft", "terima", "returned:kabid", "kadis", "issued")
    }
    for at, permit_type in kinds.items():
        ApplicationFactory(applicant=applicant, permit_type=permit_type, at=at)
    ApplicationFactory(at="terima")
    permit = PermitFactory(issuance__application__applicant=applicant)
    response = client.get(DASHBOARD)
    assert cards(response, "tindakan") == ["Izin returned:kabid", "Izin draft", permit.permit_type.name]
    assert cards(response, "proses") == ["Izin kadis", "Izin terima"]
    assert permit.number in text_of(response, "section[aria-labelledby=terbit]")


def test_an_old_application_that_waits_is_not_hidden_by_newer_permits(client, applicant):
    permit_type = PermitTypeFactory()
    waiting = ApplicationFactory(applicant=applicant, permit_type=permit_type, at="returned:kabid", documents=False)
    for _number in range(60):
        ApplicationFactory(applicant=applicant, permit_type=permit_type, at="issued", documents=False, locations=[])
    (link,) = page_of(client.get(DASHBOARD)).select("section[aria-labelledby=tindakan] article a")
    assert link["href"] == reverse("portal:application_correct", args=[waiting.pk])


def test_the_dashboard_takes_the_same_queries_with_one_and_with_twenty_five(
    client, applicant, django_assert_num_queries, django_assert_max_num_queries
):
    permit_type = PermitTypeFactory()
    ready_to_sign(applicant=applicant, permit_type=permit_type)
    PermitFactory(issuance__application__applicant=applicant, issuance__application__permit_type=permit_type)
    client.get(DASHBOARD)
    with django_assert_max_num_queries(12) as counted:
        client.get(DASHBOARD)
    for number in range(24):
        at = ("draft", "terima", "returned:kabid")[number % 3]
        ApplicationFactory(applicant=applicant, permit_type=permit_type, at=at, documents=False)
        PermitFactory(issuance__application__applicant=applicant, issuance__application__permit_type=permit_type)
    with django_assert_num_queries(len(counted)):
        client.get(DASHBOARD)
