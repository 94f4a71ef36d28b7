"""What stands around every page, in the editors' hands: menu, footer, contacts, service hours, notices (P2, P12).

Rows rather than a StreamField: the database itself then refuses a link that leads nowhere or a day given twice.
"""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

from common.errors import DomainError
from izin.accounts.validators import PHONE_PATTERN, phone_normalise

from .addresses import ADDRESS, ADDRESS_PATTERN

OFFICE_PHONE = RegexValidator(r"^[+(]?[0-9][0-9 ()./-]{4,}\Z", _("Tulis nomor telepon, misalnya (0755) 31447."))


class Weekday(models.IntegerChoices):
    """Days as `date.weekday` counts them."""

    MONDAY = 0, _("Senin")
    TUESDAY = 1, _("Selasa")
    WEDNESDAY = 2, _("Rabu")
    THURSDAY = 3, _("Kamis")
    FRIDAY = 4, _("Jumat")
    SATURDAY = 5, _("Sabtu")
    SUNDAY = 6, _("Minggu")


class Tone(models.TextChoices):
    """How urgent a notice is; the values are tones of `{% notice %}`."""

    INFO = "info", _("Informasi")
    SUCCESS = "success", _("Kabar baik")
    WARNING = "warning", _("Perhatian")
    DANGER = "danger", _("Gangguan atau pemeliharaan")


@register_setting(icon="site", order=10)
class SiteSettings(BaseGenericSetting, ClusterableModel):
    """The one row everything around the pages belongs to."""

    address = models.CharField(_("alamat kantor"), max_length=300, blank=True)
    map_url = models.URLField(
        _("tautan peta"),
        blank=True,
        help_text=_("Alamat kantor pada situs peta, diawali https://."),
    )
    whatsapp = models.CharField(
        _("nomor WhatsApp"), max_length=20, blank=True, help_text=_("Nomor layanan, misalnya 0812 3456 7890.")
    )
    email = models.EmailField(_("email"), blank=True)
    hours_note = models.CharField(
        _("keterangan jam layanan"), max_length=200, blank=True, help_text=_("Tampil di kaki setiap halaman.")
    )

    panels = [
        InlinePanel("notice_rows", heading=_("Pemberitahuan di atas setiap halaman"), label=_("Pemberitahuan")),
        InlinePanel("menu_links", heading=_("Menu utama"), label=_("Tautan menu")),
        InlinePanel("footer_links", heading=_("Tautan di kaki halaman"), label=_("Tautan")),
        InlinePanel("phone_rows", heading=_("Telepon"), label=_("Nomor telepon")),
        MultiFieldPanel([FieldPanel(name) for name in ("whatsapp", "email", "address", "map_url")], _("Kontak")),
        MultiFieldPanel([FieldPanel("hours_note"), InlinePanel("hour_rows", label=_("Hari"))], _("Jam layanan")),
    ]

    class Meta:
        verbose_name = _("menu, kontak, dan pemberitahuan")
        constraints = [
            models.CheckConstraint(
                condition=Q(whatsapp="") | Q(whatsapp__regex=PHONE_PATTERN), name="site_whatsapp_normal"
            ),
            models.CheckConstraint(condition=Q(map_url="") | Q(map_url__startswith="https://"), name="site_map_secure"),
        ]

    def clean(self) -> None:
        """Keep the WhatsApp number as links need it."""
        super().clean()
        if self.whatsapp:
            try:
                self.whatsapp = phone_normalise(self.whatsapp)
            except DomainError as error:
                raise ValidationError({"whatsapp": error.message}) from error


class SiteLink(Orderable):
    """A link to a page of the editors, which follows it when it moves, or to an address."""

    label = models.CharField(_("tulisan"), max_length=40)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("halaman"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Pilih halaman, atau tulis alamatnya di bawah. Halaman yang belum terbit tidak ditampilkan."),
    )
    address = models.CharField(_("alamat"), max_length=200, blank=True, validators=[ADDRESS])

    panels = [FieldPanel("label"), PageChooserPanel("page"), FieldPanel("address")]

    class Meta(Orderable.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(page=None, address__regex=ADDRESS_PATTERN) | Q(page__isnull=False, address=""),
                name="%(class)s_one_target",
                violation_error_message=_("Pilih satu halaman atau tulis satu alamat, tidak keduanya."),
            )
        ]

    def __str__(self) -> str:
        return self.label


class MenuLink(SiteLink):
    """A link of the main menu."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="menu_links")

    class Meta(SiteLink.Meta):
        verbose_name = _("tautan menu")
        verbose_name_plural = _("tautan menu")


class FooterLink(SiteLink):
    """A link of the footer."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="footer_links")

    class Meta(SiteLink.Meta):
        verbose_name = _("tautan kaki halaman")
        verbose_name_plural = _("tautan kaki halaman")


class OfficePhone(Orderable):
    """A telephone number of the office."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="phone_rows")
    label = models.CharField(_("nama"), max_length=60, default="Telepon")
    number = models.CharField(_("nomor"), max_length=30, validators=[OFFICE_PHONE])

    panels = [FieldRowPanel([FieldPanel("label"), FieldPanel("number")])]

    class Meta(Orderable.Meta):
        verbose_name = _("nomor telepon")
        verbose_name_plural = _("nomor telepon")

    def __str__(self) -> str:
        return self.number


class OfficeHours(models.Model):
    """When the office serves on a day of the week; without times it is closed that day."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="hour_rows")
    weekday = models.PositiveSmallIntegerField(_("hari"), choices=Weekday)
    opens = models.TimeField(_("buka"), null=True, blank=True, help_text=_("Kosongkan bila tutup."))
    closes = models.TimeField(_("tutup"), null=True, blank=True)
    note = models.CharField(_("keterangan"), max_length=100, blank=True)

    panels = [FieldRowPanel([FieldPanel(name) for name in ("weekday", "opens", "closes", "note")])]

    class Meta:
        verbose_name = _("jam layanan")
        verbose_name_plural = _("jam layanan")
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint(
                fields=["settings", "weekday"],
                name="office_hours_day_once",
                violation_error_message=_("Hari ini sudah ada."),
            ),
            models.CheckConstraint(condition=Q(weekday__in=Weekday.values), name="office_hours_weekday_known"),
            # Not only `opens < closes`: where one time is missing that is unknown, and PostgreSQL lets it pass.
            models.CheckConstraint(
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes__isnull=False, opens__lt=F("closes")),
                name="office_hours_in_order",
                violation_error_message=_("Isi jam buka dan jam tutup yang lebih akhir, atau kosongkan keduanya."),
            ),
        ]

    def __str__(self) -> str:
        return str(Weekday(self.weekday).label)


class SiteNotice(Orderable):
    """A notice above every page, such as one of maintenance, shown while it is on and between its times."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="notice_rows")
    tone = models.CharField(_("jenis"), max_length=10, choices=Tone, default=Tone.INFO)
    title = models.CharField(_("judul"), max_length=100, blank=True)
    text = models.CharField(_("isi"), max_length=300)
    starts_at = models.DateTimeField(_("tampil sejak"), null=True, blank=True)
    ends_at = models.DateTimeField(_("tampil sampai"), null=True, blank=True)
    active = models.BooleanField(_("ditampilkan"), default=True)

    panels = [
        FieldRowPanel([FieldPanel("tone"), FieldPanel("active")]),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("pemberitahuan")
        verbose_name_plural = _("pemberitahuan")
        constraints = [
            models.CheckConstraint(condition=Q(tone__in=Tone.values), name="site_notice_tone_known"),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(starts_at__lt=F("ends_at")),
                name="site_notice_times_in_order",
                violation_error_message=_("Waktu akhir harus setelah waktu mulai."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.text
