"""What this app tells the floors above it."""

from django.dispatch import Signal

# Sent by `services.content_load` inside its transaction, when the home page stands. A receiver adds the first pages
# of its own app under it through `services.page_add_once` and returns the list of pages it added.
# Arguments: `home` (HomePage).
content_loading = Signal()
