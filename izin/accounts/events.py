"""What accounts tell the floors above."""

from django.dispatch import Signal

# A password was generated and must reach its owner.
# Arguments: user (User), password (str), reason (PasswordReason), event_key (str, unique to this password).
# Unlike other events it is sent inside the transaction, by `send`: the message with the password is stored
# together with the account or not at all, and the password itself exists nowhere else (M3).
password_issued = Signal()
