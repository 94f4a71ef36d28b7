"""Renewal and change from an issued permit, on the pages of applicants (F11)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from izin.applications.models import Application
from izin.permits.enums import PermitState, RenewalKind
from izin.permits.models import Permit, Renewal
from izin.permits.services.renewing import renewal_begin
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.catalog import PermitTypeFactory, renewable_rows
from tests.factories.permits import PermitFactory, held
from tests.html import fields_of, page_of, text_of

pytestmark = pytest.mark.django_db

LIST = "/portal/izin/"


@pytest.fixture
def applicant(client):
    user = ApplicantFactory()
    client.force_login(user)
    return user


@pytest.fixture
def kind():
    return PermitTypeFactory(**renewable_rows())


def ending(kind, applicant, days=20):
    today = timezone.localdate()
    return held(kind, applicant, valid_from=today - timedelta(days=90), valid_until=today + timedelta(days=days))


def url(name, *args):
    return reverse(f"portal:{name}", args=args)


def links(response):
    return [link.get_text(" ", strip=True) for link in page_of(response).select("article .permit-next a")]


def test_the_list_offers_what_can_be_done_with_each_permit(client, applicant, kind):
    permit = ending(kind, applicant)
    assert links(client.get(LIST)) == [f"Perpanjang {permit.number}", f"Ubah data izin {permit.number}"]
    Permit.objects.update(valid_until=timezone.localdate() + timedelta(days=200))
    page = client.get(LIST)
    assert links(page) == [f"Ubah data izin {permit.number}"]
    assert "Perpanjangan dapat diajukan mulai" in text_of(page)
    Permit.objects.update(state=PermitState.REVOKED)
    assert links(client.get(LIST)) == []


def test_a_renewal_is_explained_begun_and_filled_in(client, applicant, kind):
    permit = ending(kind, applicant)
    page = client.get(url("permit_renew", permit.pk))
    assert page_of(page).h1.get_text() == "Perpanjang izin"
    assert "Saat izin baru terbit, izin ini menjadi Diganti" in text_of(page)
    assert not Renewal.objects.exists()
    response = client.post(url("permit_renew", permit.pk))
    application = Application.objects.exclude(pk=permit.application_id).get()
    assert response.url == url("application_edit", application.pk)
    form = page_of(client.get(response.url))
    assert form.select_one("#id_no_izin_lama")["value"] == permit.number
    assert form.select_one("#id_no_izin_lama").has_attr("disabled")
    assert form.select_one('[name="permohonan"][checked]')["value"] == "renewal"
    assert f"Perpanjangan dari izin nomor {permit.number}" in text_of(
        client.get(url("application_detail", application.pk))
    )
    again = client.get(url("permit_renew", permit.pk))
    assert again.url == url("application_detail", application.pk)
    assert "Perpanjangan sedang berjalan." in text_of(client.get(LIST))


def test_purpose_and_old_number_stay_whatever_is_sent(client, applicant, kind):
    permit = ending(kind, applicant)
    application = renewal_begin(permit_id=permit.pk, actor=applicant, kind=RenewalKind.RENEWAL)
    address = url("application_edit", application.pk)
    data = fields_of(client.get(address))
    today = timezone.localdate()
    data |= {"waktu__start": str(today), "waktu__end": str(today + timedelta(days=60))}
    data |= {"permohonan": "new", "no_izin_lama": "070/999/PALSU"}
    assert client.post(address, data).status_code == 302
    application.refresh_from_db()
    assert (application.purpose, application.answers["no_izin_lama"]) == ("renewal", permit.number)
    assert application.answers["waktu"]["start"] == str(today)
    kept = client.post(address, {**data, "versi": "x"}, HTTP_ACCEPT="application/json")
    assert kept.status_code == 409
    assert page_of(kept).select_one("#id_no_izin_lama")["value"] == permit.number


def test_what_can_not_be_renewed_says_why_and_what_else(client, applicant, kind):
    permit = ending(kind, applicant, days=200)
    page = client.get(url("permit_renew", permit.pk))
    assert "Perpanjangan dapat diajukan mulai" in text_of(page)
    assert page_of(page).select("main form") == []
    assert client.post(url("permit_renew", permit.pk), follow=True).redirect_chain == [(LIST, 302)]
    assert not Renewal.objects.exists()


def test_a_change_says_that_it_is_one(client, applicant, kind):
    permit = ending(kind, applicant, days=200)
    assert page_of(client.get(url("permit_change", permit.pk))).h1.get_text() == "Ubah data izin"
    client.post(url("permit_change", permit.pk))
    assert Renewal.objects.get().kind == RenewalKind.CHANGE


def test_a_file_of_the_old_permit_is_offered_and_taken(client, applicant, kind):
    permit = ending(kind, applicant)
    application = renewal_begin(permit_id=permit.pk, actor=applicant, kind=RenewalKind.RENEWAL)
    page = page_of(client.get(url("document_list", application.pk)))
    assert [form["action"] for form in page.select(".reuse-form")] == [
        url("document_reuse", application.pk, "proposal")
    ]
    response = client.post(url("document_reuse", application.pk, "proposal"), follow=True)
    assert "Berkas dari izin lama dipakai lagi." in text_of(response, "body")
    assert page_of(response).select(".reuse-form") == []
    assert client.post(url("document_reuse", application.pk, "rekom")).status_code == 404
    assert client.get(url("document_reuse", application.pk, "proposal")).url.endswith("#syarat-proposal")


def test_the_form_of_the_type_leads_to_the_permit_one_has(client, applicant, kind):
    permit = ending(kind, applicant)
    page = client.get(url("application_create", kind.slug))
    assert "Anda sudah memiliki izin jenis ini" in text_of(page)
    assert permit.number in text_of(page)
    other = PermitTypeFactory(**renewable_rows())
    assert "Anda sudah memiliki izin jenis ini" not in text_of(client.get(url("application_create", other.slug)))


def test_one_permit_too_many_is_told_before_it_is_sent(client, applicant):
    kind = PermitTypeFactory(**renewable_rows(), max_per_person=1)
    ending(kind, applicant, days=300)
    application = ApplicationFactory(applicant=applicant, permit_type=kind)
    page = client.get(url("application_review", application.pk))
    assert "Seorang pemohon paling banyak memiliki 1 izin jenis ini." in text_of(page)
    assert page_of(page).select('main form[action$="/kirim/"]') == []
    sent = client.post(url("application_send", application.pk), {"benar": "on"})
    assert sent.url == url("application_review", application.pk)
    application.refresh_from_db()
    assert application.status == "draft"


def test_a_replaced_permit_names_its_successor_to_holder_and_public(client, applicant, kind):
    permit, new = ending(kind, applicant), ending(kind, applicant, days=400)
    permit.state, permit.replaced_by = PermitState.REPLACED, new
    permit.save()
    assert f"Diganti dengan {new.number}" in text_of(client.get(f"{LIST}?status=replaced"))
    for address in (permit.get_absolute_url(), reverse("permit_verify", args=[permit.code])):
        page = page_of(client.get(address))
        assert page.select_one(f'main a[href="{new.get_absolute_url()}"]').get_text() == new.number


def test_the_list_takes_the_same_queries_with_two_and_with_ten(
    client, applicant, kind, django_assert_num_queries, django_assert_max_num_queries
):
    def fill(number):
        for n in range(number):
            permit = ending(kind, applicant)
            if n % 2:
                renewal_begin(permit_id=permit.pk, actor=applicant, kind=RenewalKind.RENEWAL)

    fill(2)
    client.get(LIST)
    with django_assert_max_num_queries(10) as counted:
        client.get(LIST)
    fill(8)
    PermitFactory(issuance__application__applicant=applicant)
    with django_assert_num_queries(len(counted)):
        client.get(LIST)
