"""Addresses of the permit module: accounts, applicants, officers, and tracking without a login."""

from django.urls import include, path

from izin.portal.views.tracking import tracking
from izin.portal.views.whatsapp import whatsapp_incoming

urlpatterns = [
    path("akun/", include("izin.portal.account_urls")),
    path("portal/", include("izin.portal.urls")),
    path("petugas/", include("izin.backoffice.urls")),
    path("whatsapp/<str:token>/", whatsapp_incoming, name="whatsapp_incoming"),
    path("tracking/", tracking, name="tracking"),
]
