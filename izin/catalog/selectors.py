"""Reading the catalogue."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from .models import PermitType, ResearchLocation, Sector


def permit_type_list() -> QuerySet[PermitType]:
    """Return the types an applicant may apply for, in the order of the menu."""
    return PermitType.objects.filter(live=True).select_related("sector").order_by("sector__order", "name")


def sector_list() -> list[Sector]:
    """Return the sectors that have a published type, each with them in `published_types`."""
    published = Prefetch("permit_types", queryset=permit_type_list(), to_attr="published_types")
    return [sector for sector in Sector.objects.prefetch_related(published) if sector.published_types]


def sector_menu() -> list[Sector]:
    """Return the sectors of the menu, each with `asks_reports`: whether a published type of it owes a report of
    results; one query."""
    published = PermitType.objects.filter(sector=OuterRef("pk"), live=True)
    return list(
        Sector.objects.filter(Exists(published)).annotate(
            asks_reports=Exists(published.filter(needs_result_report=True))
        )
    )


def sector_get(code: str) -> Sector:
    """Return one sector with its published types in `published_types`. Raises Sector.DoesNotExist."""
    published = Prefetch("permit_types", queryset=permit_type_list(), to_attr="published_types")
    return Sector.objects.prefetch_related(published).get(code=code)


def permit_type_get_published(sector_code: str, slug: str) -> PermitType:
    """Return a published type of a sector with everything its page shows. Raises PermitType.DoesNotExist."""
    return (
        permit_type_list().prefetch_related("fields", "requirements", "stages").get(sector__code=sector_code, slug=slug)
    )


def permit_type_get(slug: str) -> PermitType:
    """Return a published type by its slug. Raises PermitType.DoesNotExist."""
    return permit_type_list().get(slug=slug)


def location_list() -> QuerySet[ResearchLocation]:
    """Return the research locations that may be chosen, by name."""
    return ResearchLocation.objects.filter(active=True)


def permit_type_names() -> list[tuple[str, str]]:
    """Return every type there is, published or not, as (slug, name), by name: what reports are narrowed to."""
    return list(PermitType.objects.order_by("name").values_list("slug", "name"))


def permit_type_by_slug(slug: str) -> PermitType | None:
    """Return a type, published or not, None when there is none."""
    return PermitType.objects.filter(slug=slug).first()
