"""What a tutorial is made of."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms_pages.blocks import STEP_FEATURES


class VideoValue(blocks.StructValue):
    """A video with what a reader wants to know before he spends his data on it."""

    @property
    def site(self) -> str:
        """Return the name of the site that shows the video."""
        return (urlsplit(self["address"]).hostname or "").removeprefix("www.")


class VideoBlock(blocks.StructBlock):
    """A video elsewhere: a picture that leads there. No script of another site ever runs in our pages."""

    address = blocks.URLBlock(
        required=False,
        validators=[URLValidator(schemes=["https"])],
        label=_("Alamat video"),
        help_text=_("Diawali https://. Video dibuka di situsnya."),
    )
    title = blocks.CharBlock(required=False, max_length=120, label=_("Judul video"))
    length = blocks.CharBlock(required=False, max_length=30, label=_("Lama"), help_text=_("Misalnya 3 menit."))
    poster = ImageBlock(required=False, label=_("Gambar sampul"))

    class Meta:
        icon = "media"
        label = _("Video")
        value_class = VideoValue

    def get_searchable_content(self, value: Any) -> list[str]:
        """Return the title alone; of what is empty, a block would say "None"."""
        return [value["title"]] if value["title"] else []

    def clean(self, value: Any) -> Any:
        """Ask for a title where there is a video.

        Raises:
            StructBlockValidationError: with the field.
        """
        cleaned = super().clean(value)
        if cleaned["address"] and not cleaned["title"].strip():
            errors = {"title": ValidationError(_("Tulis judul video."))}
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class StepBlock(blocks.StructBlock):
    """One step: what to do, and how it looks."""

    heading = blocks.CharBlock(label=_("Langkah"))
    text = blocks.RichTextBlock(features=STEP_FEATURES, label=_("Penjelasan"))
    image = ImageBlock(required=False, label=_("Gambar"))
    video = VideoBlock(required=False)

    class Meta:
        icon = "list-ol"
        label = _("Langkah")
