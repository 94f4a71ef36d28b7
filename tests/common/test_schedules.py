"""What the queue repeats."""

import pytest
from django.core.management import call_command
from django.utils.module_loading import import_string
from django_q.models import Schedule

from common.schedules import schedules_load

pytestmark = pytest.mark.django_db

SWEEP = "izin.messaging.services.outbox_sweep"


def rows():
    return sorted(Schedule.objects.values_list("name", "func", "schedule_type", "minutes"))


def test_everything_is_scheduled_once_however_often_it_is_loaded(settings):
    Schedule.objects.create(func=SWEEP, schedule_type=Schedule.MINUTES, minutes=1)
    Schedule.objects.create(func=SWEEP, schedule_type=Schedule.HOURLY, name="another")
    Schedule.objects.create(func="izin.tests.of_the_office", schedule_type=Schedule.DAILY, name="office")
    for _time in range(2):
        call_command("load_schedules", verbosity=0)
        ours = [(name, task, Schedule.MINUTES, minutes) for name, task, minutes in settings.SCHEDULES]
        assert rows() == sorted([*ours, ("office", "izin.tests.of_the_office", Schedule.DAILY, None)])


def test_a_schedule_follows_the_settings(settings):
    settings.SCHEDULES = [("sweep", SWEEP, 1)]
    schedules_load()
    settings.SCHEDULES = [("sweep", SWEEP, 5)]
    assert schedules_load() == ["sweep"]
    assert rows() == [("sweep", SWEEP, Schedule.MINUTES, 5)]


def test_every_scheduled_task_exists(settings):
    assert all(callable(import_string(task)) for _name, task, _minutes in settings.SCHEDULES)
