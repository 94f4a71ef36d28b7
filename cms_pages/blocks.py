"""What editors may put into the body of a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
STEP_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class NoticeBlock(blocks.StructBlock):
    """A boxed remark."""

    tone = blocks.ChoiceBlock(
        choices=[("info", _("Informasi")), ("warning", _("Perhatian")), ("success", _("Kabar baik"))],
        default="info",
        label=_("Jenis"),
    )
    title = blocks.CharBlock(required=False, label=_("Judul"))
    text = blocks.TextBlock(label=_("Isi"))

    class Meta:
        icon = "info-circle"
        label = _("Kotak catatan")
        template = "cms_pages/blocks/notice.html"


class BodyBlock(blocks.StreamBlock):
    """Headings, text, pictures and notices, in any order."""

    heading = blocks.CharBlock(icon="title", label=_("Judul bagian"), template="cms_pages/blocks/heading.html")
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Teks"), template="cms_pages/blocks/text.html")
    image = ImageBlock(label=_("Gambar"), template="cms_pages/blocks/image.html")
    notice = NoticeBlock()
