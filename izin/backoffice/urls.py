"""Addresses of officers: `/petugas/...`."""

from django.urls import path

from .views import (
    audit,
    batches,
    cases,
    chat,
    decisions,
    delegations,
    inbox,
    outbox,
    profile_changes,
    signing,
)

app_name = "backoffice"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("cari/", inbox.inbox_filter, name="inbox_filter"),
    path("saringan/", inbox.inbox_filter_save, name="inbox_filter_save"),
    path("saringan/<int:pk>/hapus/", inbox.inbox_filter_delete, name="inbox_filter_delete"),
    path("massal/setujui/", batches.batch_approve, name="batch_approve"),
    path("massal/setujui/<int:pk>/", batches.batch_approve_one, name="batch_approve_one"),
    path("massal/tanda-tangan/", batches.batch_sign, name="batch_sign"),
    path("massal/tanda-tangan/<int:pk>/", batches.batch_sign_one, name="batch_sign_one"),
    path("permohonan/<int:pk>/", cases.case_detail, name="case_detail"),
    path("permohonan/<int:pk>/berkas/<int:document_pk>/", cases.case_document, name="case_document"),
    path("permohonan/<int:pk>/periksa/", decisions.case_review, name="case_review"),
    path("permohonan/<int:pk>/setujui/", decisions.case_approve, name="case_approve"),
    path("permohonan/<int:pk>/kembalikan/", decisions.case_return, name="case_return"),
    path("permohonan/<int:pk>/catatan/", decisions.case_note, name="case_note"),
    path("permohonan/<int:pk>/pratinjau/", signing.case_preview, name="case_preview"),
    path("permohonan/<int:pk>/tanda-tangan/", signing.case_sign, name="case_sign"),
    path("permohonan/<int:pk>/jejak/", audit.audit_case, name="audit_case"),
    path("jejak/", audit.audit_list, name="audit_list"),
    path("jejak/rantai/", audit.audit_chain, name="audit_chain"),
    path("jejak/unduh/<slug:form>/", audit.audit_download, name="audit_download"),
    path("pesan/", chat.chat_list, name="chat_list"),
    path("pesan/<int:pk>/", chat.chat_thread, name="chat_thread"),
    path("pesan/<int:pk>/selesai/", chat.chat_finish, name="chat_finish"),
    path("pesan/berkas/<int:pk>/", chat.chat_file, name="chat_file"),
    path("perubahan-data/", profile_changes.profile_change_list, name="profile_change_list"),
    path("perubahan-data/<int:pk>/", profile_changes.profile_change, name="profile_change"),
    path("perubahan-data/<int:pk>/ktp/<slug:which>/", profile_changes.profile_change_ktp, name="profile_change_ktp"),
    path("pelimpahan/", delegations.delegation_list, name="delegation_list"),
    path("pelimpahan/baru/", delegations.delegation_create, name="delegation_create"),
    path("pelimpahan/<int:pk>/akhiri/", delegations.delegation_end, name="delegation_end"),
    path("kotak-keluar/", outbox.outbox, name="outbox"),
]
