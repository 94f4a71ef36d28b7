"""What the office sets about issued permits in the Wagtail admin."""

from wagtail.contrib.settings.registry import register_setting

from .models import FollowUpSettings

register_setting(FollowUpSettings, icon="time", order=51)
