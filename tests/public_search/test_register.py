"""The public register and the page behind the QR code (P6, P10)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from izin.permits.enums import PermitState
from tests.factories.accounts import ApplicantFactory
from tests.factories.applications import ANSWERS, ready_to_sign
from tests.factories.catalog import PermitTypeFactory
from tests.factories.permits import HeadFactory, PermitFactory, issue


def page(client, **query):
    response = client.get("/izin-terbit/", query)
    assert response.status_code == 200
    return response


def in_force(**kwargs):
    today = timezone.localdate()
    return PermitFactory(valid_from=today, valid_until=today + timedelta(days=200), **kwargs)


@pytest.mark.django_db
def test_the_register_lists_newest_first_and_links_each_permit(client):
    older = in_force(holder_name="Irman Syaputra")
    newer = in_force(holder_name="Siti Aminah")
    html = page(client).content.decode()
    assert html.index("Siti Aminah") < html.index("Irman Syaputra")
    for permit in (older, newer):
        assert f'href="/izin-terbit/{permit.slug}/"' in html
        assert permit.number in html
    assert "Berlaku" in html
    assert "UJI - TIDAK SAH" in html


@pytest.mark.django_db
def test_searching_narrows_and_says_when_it_had_to_guess(client):
    in_force(holder_name="Irman Syaputra")
    in_force(holder_name="Siti Aminah")
    exact = page(client, q="irman")
    assert [row["permit"].holder_name for row in exact.context["rows"]] == ["Irman Syaputra"]
    assert "Berikut yang mirip" not in exact.content.decode()
    alike = page(client, q="irmam syaputra")
    assert [row["permit"].holder_name for row in alike.context["rows"]] == ["Irman Syaputra"]
    assert "Berikut yang mirip" in alike.content.decode()
    assert "Tidak ada izin yang cocok" in page(client, q="zzzzqqqq").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        {"q": "\0"},
        {"q": "x" * 5000},
        {"jenis": "tidak-ada"},
        {"status": "<script>"},
        {"page": "abc"},
        {"page": "-1"},
        {"page": "9" * 30},
        {"page": "\0"},
        {"q": "' OR 1=1 --"},
    ],
)
def test_garbage_never_breaks_the_register(client, query):
    in_force()
    html = page(client, **query).content.decode()
    assert "<script>" not in html.replace("<script src", "")


@pytest.mark.django_db
def test_filters_by_type_and_status(client):
    first, second = in_force(), in_force(state=PermitState.REVOKED)
    assert [row["permit"] for row in page(client, jenis=first.permit_type.slug).context["rows"]] == [first]
    assert [row["permit"] for row in page(client, status="revoked").context["rows"]] == [second]
    assert [row["permit"] for row in page(client, status="valid").context["rows"]] == [first]


@pytest.mark.django_db
def test_the_register_costs_the_same_with_one_permit_and_with_twenty(client):
    permit_type = PermitTypeFactory()
    in_force(issuance__application__permit_type=permit_type)
    page(client)

    def queries(**query):
        with CaptureQueriesContext(connection) as captured:
            page(client, **query)
        return len(captured)

    one, one_found = queries(), queries(q="terpadu")
    for _ in range(24):
        in_force(issuance__application__permit_type=permit_type)
    assert (queries(), queries(q="terpadu")) == (one, one_found)
    assert one <= 6
    assert len(page(client).context["rows"]) == 20
    assert len(page(client, page=2).context["rows"]) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [str.upper, str.lower])
def test_the_code_of_the_qr_opens_the_permit_in_any_case(client, typed):
    permit = in_force()
    response = client.get(f"/v/{typed(permit.code)}/")
    html = response.content.decode()
    assert response.status_code == 200
    assert permit.number in html
    assert permit.holder_name in html
    assert "UJI - TIDAK SAH" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"is_test": False}, "Izin ini kami terbitkan. Cocokkan data"),
        ({"is_test": False, "state": PermitState.REVOKED}, "tidak berlaku lagi"),
        ({"is_test": False, "state": PermitState.REPLACED}, "tidak berlaku lagi"),
        ({"is_test": True}, "tidak sah sebagai dokumen resmi"),
    ],
)
def test_the_page_of_a_code_says_how_the_permit_stands(client, changes, sentence):
    assert sentence in client.get(f"/v/{in_force(**changes).code}/").content.decode()


@pytest.mark.django_db
def test_the_page_of_an_expired_permit_says_so(client):
    today = timezone.localdate()
    permit = PermitFactory(is_test=False, valid_from=today - timedelta(days=9), valid_until=today - timedelta(days=1))
    assert "tidak berlaku lagi" in client.get(f"/v/{permit.code}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["TIDAKADA22", "%00", "a%20b", "%3Cscript%3E", "x" * 300])
def test_an_unknown_code_is_told_in_words(client, code):
    response = client.get(f"/v/{code}/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "Tidak ada izin dengan kode ini" in html
    assert "<script>" not in html


@pytest.mark.django_db
def test_an_unknown_permit_of_the_register_is_404(client):
    assert client.get("/izin-terbit/tidak-ada/").status_code == 404


@pytest.mark.django_db
def test_no_public_page_of_a_permit_tells_what_is_private(client):
    person = ApplicantFactory(
        full_name="Zulkarnain Tanjung",
        email="rahasia.sekali@surat.contoh.id",
        phone="6281299887766",
        profile__street="Jorong Lubuk Selasih",
        profile__village="Nagari Batang Barus",
        profile__birth_place="Muaro Labuh",
    )
    permit = issue(ready_to_sign(applicant=person), HeadFactory())
    addresses = [
        "/izin-terbit/",
        "/izin-terbit/?q=zulkarnain",
        f"/izin-terbit/{permit.slug}/",
        f"/v/{permit.code}/",
    ]
    private = [
        person.nik,
        person.masked_nik,
        person.nik_index,
        person.email,
        person.phone,
        person.phone[2:],
        person.profile.street,
        person.profile.village,
        person.profile.birth_place,
        ANSWERS["email_kampus"],
        ANSWERS["no_rekom"],
        permit.application.receipt_code,
        permit.application.registration_number,
    ]
    for address in addresses:
        html = client.get(address).content.decode()
        assert "Zulkarnain Tanjung" in html
        assert not [value for value in private if value in html], address
    for text in (person.nik, person.email, person.phone, "Lubuk Selasih"):
        assert page(client, q=text).context["rows"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/izin-terbit/", "/v/TIDAKADA22/"])
def test_the_register_is_only_read(client, address):
    assert client.post(address).status_code == 405
