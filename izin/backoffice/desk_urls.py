"""Addresses of the counter: `/petugas/loket/...`."""

from django.urls import path

from .views import desk, desk_filing

urlpatterns = [
    path("loket/", desk.desk, name="desk"),
    path("loket/daftar/", desk.desk_register, name="desk_register"),
    path("loket/klien/", desk.desk_client, name="desk_client"),
    path("loket/klien/<int:pk>/", desk.desk_begin, name="desk_begin"),
    path("loket/selesai/", desk.desk_end, name="desk_end"),
    path("loket/ajukan/<slug:slug>/", desk_filing.desk_apply, name="desk_apply"),
    path("loket/permohonan/<int:pk>/", desk_filing.desk_application, name="desk_application"),
    path("loket/permohonan/<int:pk>/ubah/", desk_filing.desk_edit, name="desk_edit"),
    path("loket/permohonan/<int:pk>/dokumen/<slug:key>/", desk_filing.desk_upload, name="desk_upload"),
    path("loket/permohonan/<int:pk>/berkas/<int:document_pk>/", desk_filing.desk_document, name="desk_document"),
    path("loket/permohonan/<int:pk>/kirim/", desk_filing.desk_send, name="desk_send"),
    path("loket/permohonan/<int:pk>/tanda-terima/", desk_filing.desk_receipt, name="desk_receipt"),
]
