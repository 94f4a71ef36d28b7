"""The officers' pages of the log of acts (W4, A7)."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from izin.accounts.enums import Role
from izin.accounts.models import ViewGrant
from izin.audit.checking import chain_check_remember
from izin.audit.models import AuditEntry
from izin.audit.services import audit_record
from tests.factories.accounts import ApplicantFactory, OfficerFactory
from tests.factories.applications import ApplicationFactory
from tests.factories.permits import PermitFactory
from tests.html import errors_of, page_of, text_of

pytestmark = pytest.mark.django_db

LIST, CHAIN = "/petugas/jejak/", "/petugas/jejak/rantai/"


@pytest.fixture
def supervisor(client):
    user = OfficerFactory(role=Role.SUPERVISOR)
    client.force_login(user)
    return user


def acts(response):
    return [cells[2].get_text(" ", strip=True) for row in page_of(response).select("tbody tr") if (cells := row("td"))]


def done(actor, action, subject, **data):
    return audit_record(actor=actor, action=action, subject=subject, data=data)


def test_the_list_tells_acts_in_words_newest_first(client, supervisor):
    clerk = OfficerFactory(full_name="Rina Petugas")
    case = ApplicationFactory(at="kabid")
    done(None, "application.submit", case, round=1)
    done(clerk, "application.approve", case, stage="terima")
    response = client.get(LIST)
    assert acts(response) == ["Menyetujui permohonan tahap: terima", "Mengirim permohonan pengiriman ke: 1"]
    words = text_of(response, "tbody")
    assert "Rina Petugas" in words
    assert "Sistem" in words
    assert f"Permohonan {case.registration_number}" in words.replace("/ ", "/")


def test_filters_by_area_officer_person_number_and_period(client, supervisor):
    clerk, other = OfficerFactory(), OfficerFactory()
    person = ApplicantFactory()
    permit = PermitFactory(issuance__application__applicant=person)
    with time_machine.travel(timezone.now() - timedelta(days=10)):
        done(other, "chat.answered", person)
    done(clerk, "application.approve", permit.application)
    done(person, "permit.downloaded", permit)
    done(None, "account.registered", ApplicantFactory())

    def found(**query):
        return len(acts(client.get(LIST, query)))

    assert found() == 4
    assert found(bidang="chat") == 1
    assert found(petugas=clerk.pk) == 1
    assert found(orang=person.pk) == 3
    assert found(nomor=permit.application.registration_number.lower()) == 2
    assert found(nomor=permit.application.receipt_code) == 2
    today = timezone.localdate()
    assert found(dari=today - timedelta(days=1)) == 3
    assert found(sampai=today - timedelta(days=1)) == 1
    assert found(dari=today, sampai=today) == 3


def test_what_is_wrong_is_told_at_its_field(client, supervisor):
    response = client.get(LIST, {"nomor": "tidak ada", "dari": "2026-02-02", "sampai": "2026-01-01"})
    assert response.status_code == 422
    assert errors_of(response) == {
        "nomor": "Tidak ada permohonan dengan nomor ini.",
        "sampai": "Tanggal akhir harus pada atau sesudah tanggal awal.",
    }


@pytest.mark.parametrize("query", [{"sebelum": "x"}, {"sebelum": "9" * 20}, {"orang": "999999"}])
def test_what_nobody_knows_is_not_there(client, supervisor, query):
    assert client.get(LIST, query).status_code == 404


def test_older_acts_follow_page_by_page_at_the_same_price(client, supervisor):
    case = ApplicationFactory(at="kabid")
    counts = []
    for number in (60, 60):
        for nr in range(number):
            done(supervisor, "note.added", case, note=nr)
        with CaptureQueriesContext(connection) as queries:
            first = client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
    seen = set()
    url, pages = LIST, 0
    while url:
        page = page_of(client.get(url))
        rows = [row.get_text() for row in page.select("tbody tr")]
        seen.update(range(len(seen), len(seen) + len(rows)))
        link = page.find("a", string=lambda text: text and "lebih lama" in text) or next(
            (a for a in page.select("main a") if "lebih lama" in a.get_text()), None
        )
        url, pages = (LIST + link["href"]) if link else "", pages + 1
    assert (len(seen), pages) == (120, 3)
    assert first.status_code == 200


def test_officers_of_cases_read_the_acts_on_a_case_only(client):
    clerk = OfficerFactory()
    client.force_login(clerk)
    case, other = ApplicationFactory(at="kabid"), ApplicationFactory(at="kabid")
    done(clerk, "application.approve", case)
    done(clerk, "application.return", other)
    page = client.get(reverse("backoffice:audit_case", args=[case.pk]))
    assert acts(page) == ["Menyetujui permohonan"]
    assert "Semua tentang pemohon ini" not in text_of(page)
    assert "Jejak audit" not in text_of(client.get("/petugas/"), ".sidebar")
    assert client.get(LIST).status_code == 403


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_download_holds_what_the_list_shows_and_is_logged(client, supervisor, form):
    clerk = OfficerFactory(full_name="=HYPERLINK(1)")
    done(clerk, "note.added", ApplicationFactory(at="kabid"))
    done(clerk, "chat.answered", clerk)
    response = client.get(reverse("backoffice:audit_download", args=[form]), {"bidang": "note"})
    body = b"".join(response.streaming_content)
    if form == "xlsx":
        rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(body)).active.iter_rows(min_row=5)]
    else:
        rows = [line.split(";") for line in body.decode("utf-8-sig").splitlines()[1:]]
    assert [(row[2], row[3]) for row in rows] == [("'=HYPERLINK(1)", "Menulis catatan internal")]
    entry = AuditEntry.objects.last()
    assert (entry.actor, entry.action) == (supervisor, "audit.exported")
    assert entry.data == {"report": "audit", "format": form, "area": "note", "period": ""}


def test_a_download_of_wrong_filters_takes_nothing(client, supervisor):
    response = client.get(reverse("backoffice:audit_download", args=["csv"]), {"nomor": "tidak ada"})
    assert response.status_code == 302
    assert not AuditEntry.objects.exists()


def test_the_chain_is_checked_on_the_page_and_the_check_is_logged(client, supervisor):
    done(supervisor, "note.added", supervisor)
    assert "belum pernah diperiksa" in text_of(client.get(CHAIN))
    response = client.post(CHAIN, follow=True)
    assert "1 entri terakhir utuh." in text_of(response, ".messages")
    assert AuditEntry.objects.last().action == "audit.checked"
    chain_check_remember()
    assert "Seluruh 2 entri diperiksa" in text_of(client.get(CHAIN))
    assert "Rantai utuh" in text_of(client.get(LIST))


def looked_at(person, reason, **values):
    begun = timezone.now()
    values = {"officer": OfficerFactory(full_name="Rina Petugas"), "until": begun + timedelta(minutes=15), **values}
    return ViewGrant.objects.create(applicant=person, reason=reason, begun_at=begun, **values)


def test_why_officers_looked_at_a_person_is_told_to_auditors_on_his_page_alone(client, supervisor):
    person = ApplicantFactory()
    looked_at(person, "Pemohon menelepon: <b>tombol</b> tidak tampak.")
    looked_at(ApplicantFactory(), "Orang lain.")
    section = text_of(client.get(LIST, {"orang": person.pk}), "[aria-labelledby=dilihat]")
    assert "Rina Petugas" in section
    assert "Pemohon menelepon: <b>tombol</b> tidak tampak." in section
    assert "Orang lain." not in section
    assert not page_of(client.get(LIST)).select("[aria-labelledby=dilihat]")
    assert not page_of(client.get(LIST, {"orang": ApplicantFactory().pk})).select("[aria-labelledby=dilihat]")
    client.force_login(OfficerFactory(role=Role.SECRETARY))
    assert client.get(LIST, {"orang": person.pk}).status_code == 403


def test_many_looks_cost_what_one_costs(client, supervisor):
    person, counts = ApplicantFactory(), []
    officer = OfficerFactory()
    for number in range(3):
        looked_at(person, f"Alasan {number}.", officer=officer)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, {"orang": person.pk})
        counts.append(len(queries))
    # The first page fills what is remembered of the site.
    assert counts[1] == counts[2]
