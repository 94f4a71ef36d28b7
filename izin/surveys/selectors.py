"""Reading surveys."""

from django.db.models import QuerySet

from izin.accounts.models import User
from izin.permits.models import Permit
from izin.permits.selectors import permit_list_for

from .models import Survey


def permit_list_with_surveys(applicant: User) -> QuerySet[Permit]:
    """Return a person's own permits with their surveys, newest first; one query."""
    return permit_list_for(applicant).select_related("survey")


def survey_of(permit: Permit) -> Survey:
    """Return the survey of a permit, an unsaved empty one when nothing has been answered."""
    return Survey.objects.filter(permit=permit).first() or Survey(permit=permit)
