"""Addresses under /akun/; their names have no namespace, because Django, axes and Wagtail call them too."""

from django.urls import path

from izin.portal.views import account, own_data, password, registration, sessions

urlpatterns = [
    path("daftar/", registration.register, name="register"),
    path("daftar/berhasil/", registration.register_done, name="register_done"),
    path("daftar/petunjuk/", registration.register_hint, name="register_hint"),
    path("wilayah/", registration.region_fields, name="region_fields"),
    path("persetujuan/", registration.consent, name="consent"),
    path("masuk/", account.login, name="login"),
    path("keluar/", account.logout, name="logout"),
    path("ganti-sandi/", password.password_change, name="password_change"),
    path("lupa-sandi/", password.password_forgotten, name="password_forgotten"),
    path("lupa-sandi/kode/", password.password_reset_code, name="password_reset_code"),
    path("lupa-sandi/baru/", password.password_reset_new, name="password_reset_new"),
    path("kirim-ulang-sandi/", password.first_password, name="first_password"),
    path("ditutup/", own_data.account_closed, name="account_closed"),
    path("perangkat/", sessions.sessions, name="sessions"),
]
