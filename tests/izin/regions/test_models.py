"""What the database itself refuses about regions."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from izin.regions.models import Region
from tests.factories.regions import solok_regions

pytestmark = pytest.mark.django_db

UNSOUND = [
    ("13.02.10.2009", 5, "13.02.10", "region_code_fits_level"),
    ("13.02.11", 0, "13.02", "region_code_fits_level"),
    ("13.02.11", 4, "13.02", "region_code_fits_level"),
    ("13.02.1", 3, "13.02", "region_code_fits_level"),
    ("13.02.10.201", 4, "13.02.10", "region_code_fits_level"),
    ("14\n", 1, None, "region_code_fits_level"),
    ("ab", 1, None, "region_code_fits_level"),
    ("14", 1, "13", "region_parent_fits_code"),
    ("13.03", 2, None, "region_parent_fits_code"),
    ("13.02.11", 3, "13", "region_parent_fits_code"),
    ("13.02.11.2001", 4, "13.02.10", "region_parent_fits_code"),
    ("13.02.10.2009", 4, "13.02", "region_parent_fits_code"),
]


@pytest.mark.parametrize(("code", "level", "parent", "constraint"), UNSOUND)
def test_a_row_that_contradicts_itself_is_refused(code, level, parent, constraint):
    solok_regions()
    region = Region(code=code, name="Salah", level=level, parent_id=parent)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        region.save(force_insert=True)
    (rule,) = [rule for rule in Region._meta.constraints if rule.name == constraint]
    with pytest.raises(ValidationError) as refused:
        region.validate_constraints()
    assert rule.violation_error_message in refused.value.messages


def test_sound_rows_are_taken_and_say_what_they_are():
    regions = solok_regions()
    for region in regions.values():
        region.validate_constraints()
    assert [str(region) for region in regions.values()][3:6] == [
        "Kecamatan Kubung",
        "Nagari Talang",
        "Nagari Koto Baru",
    ]


def test_a_region_with_others_in_it_can_not_be_deleted():
    kubung = solok_regions()["13.02.10"]
    with pytest.raises(ProtectedError):
        kubung.delete()
