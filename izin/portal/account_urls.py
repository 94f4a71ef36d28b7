"""Addresses under /akun/; their names have no namespace, because Django, axes and Wagtail call them too."""

from django.urls import path

from izin.portal.views import account

urlpatterns = [
    path("daftar/", account.register, name="register"),
    path("daftar/berhasil/", account.register_done, name="register_done"),
    path("masuk/", account.login, name="login"),
    path("keluar/", account.logout, name="logout"),
    path("ganti-sandi/", account.password_change, name="password_change"),
]
