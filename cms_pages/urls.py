"""Addresses that end in a file name, which Wagtail's tree of pages does not know."""

from django.urls import path
from django.views.decorators.http import require_safe

from .feeds import PublicationAtom, PublicationRss

urlpatterns = [
    path("publikasi/rss.xml", require_safe(PublicationRss()), name="publication_rss"),
    path("publikasi/atom.xml", require_safe(PublicationAtom()), name="publication_atom"),
]
