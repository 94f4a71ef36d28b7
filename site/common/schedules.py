"""What the queue repeats, as the settings list it (SCHEDULES)."""

from django.conf import settings
from django.db import transaction
from django_q.models import Schedule


@transaction.atomic
def schedules_load() -> list[str]:
    """Make sure that everything in SCHEDULES is scheduled, once and as often as it says; return the names.

    Repeating it changes nothing. A schedule whose task is not listed is none of ours, and stays.
    """
    for name, task, minutes in settings.SCHEDULES:
        values = {"name": name, "schedule_type": Schedule.MINUTES, "minutes": minutes}
        known = Schedule.objects.select_for_update().filter(func=task).order_by("pk").first()
        if known is None:
            Schedule.objects.create(func=task, **values)
            continue
        Schedule.objects.filter(func=task).exclude(pk=known.pk).delete()
        Schedule.objects.filter(pk=known.pk).exclude(**values).update(**values)
    return [name for name, _task, _minutes in settings.SCHEDULES]
