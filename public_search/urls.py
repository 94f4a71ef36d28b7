"""Addresses of the register and of verification; printed on permits, so they never change (design section 3)."""

from django.urls import path

from . import views

urlpatterns = [
    path("cari/", views.site_search, name="site_search"),
    path("izin-terbit/", views.register, name="register_list"),
    path("izin-terbit/<slug:slug>/", views.register_detail, name="register_detail"),
    path("v/<str:code>/", views.permit_verify, name="permit_verify"),
    path("verifikasi/", views.document_verification, name="document_verify"),
]
