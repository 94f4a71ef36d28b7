"""Messages with passwords: one text for each reason."""

import pytest
from django.db import transaction

from izin.accounts.enums import PasswordReason
from izin.accounts.events import password_issued
from izin.accounts.models import User
from izin.messaging.models import OutboxMessage
from tests.factories.accounts import ApplicantFactory


@pytest.mark.django_db
@pytest.mark.parametrize("reason", list(PasswordReason))
def test_password_travels_with_the_login_address_and_no_nik(reason, settings):
    settings.BASE_URL = "https://sisfoizin.contoh.id"
    user = ApplicantFactory(full_name="Siti Ma'rifah", title_front="Ns.")
    with transaction.atomic():
        password_issued.send(sender=User, user=user, password="abc234defghj", reason=reason, event_key=f"k:{reason}")
    message = OutboxMessage.objects.get()
    assert message.secret
    assert (message.recipient, message.address) == (user, user.email)
    assert message.body.startswith("Yth. Bapak/Ibu Ns. Siti Ma'rifah,\n")
    for part in ("abc234defghj", "https://sisfoizin.contoh.id/akun/masuk/", user.masked_nik, "Kabupaten Solok"):
        assert part in message.body
    assert user.nik not in message.body
    assert "abc234defghj" not in message.subject
    assert message.subject.strip()
