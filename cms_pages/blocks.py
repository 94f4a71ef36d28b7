"""What editors may put into the body of a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from .addresses import ADDRESS

TEXT_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
CARD_ICONS = [
    ("file-earmark-text", _("Surat")),
    ("file-earmark-plus", _("Surat baru")),
    ("card-checklist", _("Daftar periksa")),
    ("person-plus", _("Orang baru")),
    ("clock-history", _("Jam")),
    ("award", _("Penghargaan")),
    ("patch-check", _("Centang")),
    ("book", _("Buku")),
    ("question-circle", _("Tanda tanya")),
    ("telephone", _("Telepon")),
    ("chat-dots", _("Percakapan")),
    ("megaphone", _("Pengeras suara")),
    ("folder", _("Map")),
    ("star", _("Bintang")),
    ("building", _("Gedung")),
    ("globe", _("Bola dunia")),
]
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


class CardBlock(blocks.StructBlock):
    """A way to a page or a service."""

    icon = blocks.ChoiceBlock(choices=CARD_ICONS, default="file-earmark-text", label=_("Ikon"))
    title = blocks.CharBlock(max_length=60, label=_("Judul"))
    text = blocks.CharBlock(required=False, max_length=160, label=_("Keterangan"))
    address = blocks.CharBlock(
        max_length=200,
        validators=[ADDRESS],
        label=_("Alamat"),
        help_text=_("Diawali / untuk halaman situs ini, atau https://."),
    )

    class Meta:
        icon = "link"
        label = _("Kartu tautan")


class BodyBlock(blocks.StreamBlock):
    """Headings, text, pictures, notices and cards, in any order."""

    heading = blocks.CharBlock(icon="title", label=_("Judul bagian"), template="cms_pages/blocks/heading.html")
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Teks"), template="cms_pages/blocks/text.html")
    image = ImageBlock(label=_("Gambar"), template="cms_pages/blocks/image.html")
    notice = NoticeBlock()
    cards = blocks.ListBlock(
        CardBlock(), icon="grip", label=_("Kartu tautan"), min_num=1, template="cms_pages/blocks/cards.html"
    )
