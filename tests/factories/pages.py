"""Makes Wagtail pages for tests, without the revisions and log entries of a page an editor made."""

from typing import Any

import factory
from wagtail.models import Page, Site

from cms_pages.models import HomePage, RequirementsPage, StandardPage
from cms_pages.publications import DocumentIndexPage, PublicationIndexPage, PublicationPage
from tutorials.models import TutorialIndexPage, TutorialPage


class PageFactory(factory.django.DjangoModelFactory):
    """A published page under `parent`; by default that is the root page of the default site."""

    class Meta:
        abstract = True

    title: Any = factory.Sequence("Halaman {}".format)

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, parent: Page | None = None, **kwargs: Any) -> Page:
        above = parent or Site.objects.get(is_default_site=True).root_page
        # A fresh read: the tree counts its children on the instance it is given.
        return Page.objects.get(pk=above.pk).add_child(instance=model_class(**kwargs))


class HomePageFactory(PageFactory):
    """A home page that is the root of the default site."""

    class Meta:
        model = HomePage

    title = "Beranda"
    slug = "beranda"
    heading = "Urus izin Anda dari mana saja"
    lead = "Layanan perizinan."
    hours_notice = "Diproses pada hari dan jam kerja."

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, parent: Page | None = None, **kwargs: Any) -> Page:
        home = super()._create(model_class, *args, parent=Page.get_first_root_node(), **kwargs)
        site = Site.objects.get(is_default_site=True)
        site.root_page = home
        site.save()
        return home


class RequirementsPageFactory(PageFactory):
    """The page of requirements."""

    class Meta:
        model = RequirementsPage

    title = "Syarat izin"
    slug = "syarat"
    introduction = "<p>Pilih jenis izin.</p>"


class StandardPageFactory(PageFactory):
    """A plain page with one heading."""

    class Meta:
        model = StandardPage

    body = factory.LazyFunction(lambda: [("heading", "Siapa kami")])


class TutorialIndexPageFactory(PageFactory):
    """The list of tutorials."""

    class Meta:
        model = TutorialIndexPage

    title = "Tutorial"
    slug = "tutorial"


class TutorialPageFactory(PageFactory):
    """A tutorial of one step."""

    class Meta:
        model = TutorialPage

    summary = "Ringkasan."
    steps = factory.LazyFunction(lambda: [("step", {"heading": "Mulai", "text": "<p>Klik.</p>", "image": None})])


class PublicationIndexPageFactory(PageFactory):
    """The list of publications."""

    class Meta:
        model = PublicationIndexPage

    title = "Publikasi"
    slug = "publikasi"


class PublicationPageFactory(PageFactory):
    """A publication of plain words."""

    class Meta:
        model = PublicationPage

    summary = "Ringkasan."
    body = factory.LazyFunction(lambda: [("text", "<p>Isi.</p>")])


class DocumentIndexPageFactory(PageFactory):
    """The list of documents, without any."""

    class Meta:
        model = DocumentIndexPage

    title = "Dokumen"
    slug = "dokumen"
