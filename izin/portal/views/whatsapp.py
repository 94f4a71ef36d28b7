"""Where the WhatsApp gateway hands us what people write (M2)."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from izin.chat.incoming import whatsapp_take

LONGEST_BYTES = 64 * 1024


@csrf_exempt
@require_POST
@sensitive_variables("token", "payload", "body")
def whatsapp_incoming(request: HttpRequest, token: str) -> JsonResponse:
    """Take one message; 404 for a wrong token, 400 for what is no message. Any other answer would be sent again."""
    known = settings.WHATSAPP_WEBHOOK_TOKEN
    if not known or not constant_time_compare(token, known):
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_BYTES:
        return JsonResponse({"status": False}, status=413)
    try:
        payload = json.loads(request.body)
    except (ValueError, RecursionError):
        return JsonResponse({"status": False}, status=400)
    if not isinstance(payload, dict):
        return JsonResponse({"status": False}, status=400)
    whatsapp_take(payload)
    return JsonResponse({"status": True})
