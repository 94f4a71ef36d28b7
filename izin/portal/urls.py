"""Addresses of applicants: `/portal/...`."""

from django.urls import path

from .views import (
    applications,
    chat,
    corrections,
    dashboard,
    documents,
    notifications,
    own_data,
    permits,
    profile,
    sending,
)

app_name = "portal"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("mulai/", dashboard.after_login, name="after_login"),
    path("permohonan/", applications.application_list, name="application_list"),
    path("permohonan/baru/", applications.application_choose, name="application_choose"),
    path("permohonan/baru/<slug:slug>/", applications.application_create, name="application_create"),
    path("permohonan/<int:pk>/", applications.application_detail, name="application_detail"),
    path("permohonan/<int:pk>/ubah/", applications.application_edit, name="application_edit"),
    path("permohonan/<int:pk>/perbarui/", applications.application_update, name="application_update"),
    path("permohonan/<int:pk>/periksa/", sending.application_review, name="application_review"),
    path("permohonan/<int:pk>/kirim/", sending.application_send, name="application_send"),
    path("permohonan/<int:pk>/perbaikan/", corrections.application_correct, name="application_correct"),
    path("permohonan/<int:pk>/catatan/", applications.application_notes, name="application_notes"),
    path("permohonan/<int:pk>/proses/", applications.application_process, name="application_process"),
    path("permohonan/<int:pk>/dokumen/", documents.document_list, name="document_list"),
    path("permohonan/<int:pk>/dokumen/<slug:key>/", documents.document_upload_one, name="document_upload"),
    path("permohonan/<int:pk>/berkas/<int:document_pk>/", documents.document_file, name="document_file"),
    path("permohonan/<int:pk>/berkas/<int:document_pk>/putar/", documents.document_turn, name="document_turn"),
    path("pesan/", chat.chat, name="chat"),
    path("pesan/berkas/<int:pk>/", chat.chat_file, name="chat_file"),
    path("pemberitahuan/", notifications.notifications, name="notifications"),
    path("profil/", profile.profile, name="profile"),
    path("profil/kontak/", profile.profile_contact, name="profile_contact"),
    path("profil/data-diri/", profile.profile_identity, name="profile_identity"),
    path("profil/data-diri/batalkan/", profile.profile_identity_withdraw, name="profile_identity_withdraw"),
    path("profil/ktp/", profile.profile_ktp, name="profile_ktp"),
    path("profil/salinan-data/", own_data.data_export, name="data_export"),
    path("profil/yang-membuka/", own_data.data_openings, name="data_openings"),
    path("profil/tutup-akun/", own_data.account_closing, name="account_close"),
    path("izin/", permits.permit_list, name="permit_list"),
    path("izin/<int:pk>/poling/", permits.permit_poll, name="permit_poll"),
    path("izin/<int:pk>/testimoni/", permits.permit_testimonial, name="permit_testimonial"),
    path("izin/<int:pk>/kuesioner/", permits.permit_questionnaire, name="permit_questionnaire"),
    path("izin/<int:pk>/unduh/", permits.permit_download, name="permit_download"),
]
