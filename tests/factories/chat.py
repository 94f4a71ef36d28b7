"""Threads and messages: `ThreadFactory()` is empty; `MessageFactory(thread=thread)` is a question of its applicant."""

from typing import Any
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from izin.chat.models import Message, Thread
from tests.factories.accounts import ApplicantFactory, OfficerFactory


class ThreadFactory(DjangoModelFactory):
    """A thread in which nothing was written."""

    class Meta:
        model = Thread

    applicant: Any = factory.SubFactory(ApplicantFactory)


class MessageFactory(DjangoModelFactory):
    """A message, written now. Trait `answer`: from an officer. It does not change its thread."""

    class Meta:
        model = Message

    class Params:
        answer = factory.Trait(from_office=True, author=factory.SubFactory(OfficerFactory))

    thread: Any = factory.SubFactory(ThreadFactory)
    author: Any = factory.SelfAttribute("thread.applicant")
    from_office = False
    text: Any = factory.Sequence(lambda n: f"Pesan ke-{n}")
    token: Any = factory.LazyFunction(uuid4)
    created_at: Any = factory.LazyFunction(timezone.now)
