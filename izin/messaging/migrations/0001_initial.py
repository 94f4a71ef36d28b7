import common.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OutboxMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event_key', models.CharField(max_length=150, verbose_name='kejadian')),
                ('channel', models.CharField(choices=[('email', 'E-mail')], default='email', max_length=10, verbose_name='saluran')),
                ('address', common.fields.EncryptedTextField(verbose_name='alamat tujuan')),
                ('address_index', common.fields.BlindIndexField(blank=True, of='address', verbose_name='indeks alamat')),
                ('subject', models.CharField(max_length=200, verbose_name='perihal')),
                ('body', common.fields.EncryptedTextField(verbose_name='isi')),
                ('attachment_sha256', models.CharField(blank=True, max_length=64, verbose_name='lampiran')),
                ('attachment_name', models.CharField(blank=True, max_length=150, verbose_name='nama lampiran')),
                ('secret', models.BooleanField(default=False, verbose_name='rahasia')),
                ('state', models.CharField(choices=[('pending', 'Menunggu'), ('sending', 'Sedang dikirim'), ('sent', 'Terkirim'), ('failed', 'Gagal')], default='pending', max_length=10, verbose_name='status')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='percobaan')),
                ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='dicoba lagi pada')),
                ('queued_at', models.DateTimeField(blank=True, null=True, verbose_name='diantrekan pada')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='mulai dikirim pada')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='terkirim pada')),
                ('last_error', models.CharField(blank=True, max_length=100, verbose_name='kesalahan terakhir')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='dibuat pada')),
                ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='penerima')),
            ],
            options={
                'verbose_name': 'pesan keluar',
                'verbose_name_plural': 'pesan keluar',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'sending'])), fields=['next_attempt_at'], name='izin_outbox_open'), models.Index(fields=['-created_at'], name='izin_outbox_newest')],
                'constraints': [models.UniqueConstraint(fields=('event_key', 'channel', 'address_index'), name='izin_outbox_once_a_person_and_event'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'sending', 'sent', 'failed'])), name='izin_outbox_state_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['email'])), name='izin_outbox_channel_known'), models.CheckConstraint(condition=models.Q(('address_index__regex', '^[0-9a-f]{64}$')), name='izin_outbox_address_index_shape'), models.CheckConstraint(condition=models.Q(models.Q(('attachment_name', ''), ('attachment_sha256', '')), models.Q(('attachment_sha256__regex', '^[0-9a-f]{64}$'), models.Q(('attachment_name', ''), _negated=True)), _connector='OR'), name='izin_outbox_attachment_whole'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='izin_outbox_sent_at_when_sent'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), ('claimed_at__isnull', False), _connector='OR'), name='izin_outbox_claimed_when_sending')],
            },
        ),
    ]
