"""Addresses of people's accounts: `/petugas/petugas/...`, `/petugas/pemohon/...`."""

from django.urls import path

from .views import applicants, people

urlpatterns = [
    path("petugas/", people.officer_list, name="officer_list"),
    path("petugas/baru/", people.officer_create, name="officer_create"),
    path("petugas/<int:pk>/", people.officer_detail, name="officer_detail"),
    path("petugas/<int:pk>/peran/", people.officer_roles, name="officer_roles"),
    path("petugas/<int:pk>/kata-sandi/", people.officer_password, name="officer_password"),
    path("petugas/<int:pk>/<slug:act>/", people.officer_act, name="officer_act"),
    path("pemohon/", applicants.applicant_find, name="applicant_find"),
    path("pemohon/lihat/selesai/", applicants.view_as_end, name="view_as_end"),
    path("pemohon/<int:pk>/", applicants.applicant_detail, name="applicant_detail"),
    path("pemohon/<int:pk>/lihat/", applicants.view_as, name="view_as"),
    path("pemohon/<int:pk>/<slug:act>/", applicants.applicant_act, name="applicant_act"),
]
