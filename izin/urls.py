"""Addresses of the permit module: accounts, applicants, officers."""

from django.urls import include, path

urlpatterns = [
    path("akun/", include("izin.portal.account_urls")),
    path("portal/", include("izin.portal.urls")),
    path("petugas/", include("izin.backoffice.urls")),
]
