"""What accounts tell the floors above."""

from django.dispatch import Signal

# A password was generated and must reach its owner.
# Arguments: user (User), password (str), reason (PasswordReason), event_key (str, unique to this password).
# Unlike other events it is sent inside the transaction, by `send`: the message with the password is stored
# together with the account or not at all, and the password itself exists nowhere else (M3).
password_issued = Signal()

# A code for a forgotten password was made and must reach its owner. Sent inside the transaction, as above.
# Arguments: user (User), code (str), channel (Channel), event_key (str).
reset_code_issued = Signal()

# The owner chose a password: what was generated for him is no longer good. Sent inside the transaction, as above.
# Arguments: user (User), first (bool: he had a generated one until now), event_key (str).
password_changed = Signal()

# Somebody filled in a registration with a NIK that has an account. Sent inside the transaction.
# Arguments: user (User, whose account it is), event_key (str, the same for a whole day).
registration_repeated = Signal()

# The owner changed e-mail or telephone number. Sent inside the transaction.
# Arguments: user (User, with the new ones), old_email (str), old_phone (str), event_key (str).
contact_changed = Signal()

# An officer decided on a change of a profile. Sent inside the transaction.
# Arguments: change (ProfileChange), event_key (str).
profile_change_decided = Signal()

# Somebody acts in another's role from now on, or no longer. Sent inside the transaction.
# Arguments: delegation (RoleDelegation; `ended_at` says which), event_key (str).
delegation_changed = Signal()

# An officer's second factor was set up or removed. Sent inside the transaction.
# Arguments: user (User), removed (bool: by an administrator), event_key (str).
second_factor_changed = Signal()

# A recovery code took the place of the second factor. Sent inside the transaction.
# Arguments: user (User), left (int: codes not used yet), event_key (str).
recovery_code_used = Signal()
