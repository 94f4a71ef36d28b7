"""Addresses of officers: `/petugas/...`."""

from django.urls import path

from .views import cases, decisions, inbox, outbox, signing

app_name = "backoffice"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("permohonan/<int:pk>/", cases.case_detail, name="case_detail"),
    path("permohonan/<int:pk>/berkas/<int:document_pk>/", cases.case_document, name="case_document"),
    path("permohonan/<int:pk>/periksa/", decisions.case_review, name="case_review"),
    path("permohonan/<int:pk>/setujui/", decisions.case_approve, name="case_approve"),
    path("permohonan/<int:pk>/kembalikan/", decisions.case_return, name="case_return"),
    path("permohonan/<int:pk>/catatan/", decisions.case_note, name="case_note"),
    path("permohonan/<int:pk>/pratinjau/", signing.case_preview, name="case_preview"),
    path("permohonan/<int:pk>/tanda-tangan/", signing.case_sign, name="case_sign"),
    path("kotak-keluar/", outbox.outbox, name="outbox"),
]
