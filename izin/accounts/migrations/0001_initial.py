import common.fields
import datetime
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('nik', common.fields.EncryptedTextField(verbose_name='NIK')),
                ('nik_index', common.fields.BlindIndexField(blank=True, of='nik', unique=True, verbose_name='NIK')),
                ('full_name', models.CharField(max_length=150, verbose_name='nama lengkap')),
                ('title_front', models.CharField(blank=True, max_length=50, verbose_name='gelar depan')),
                ('title_back', models.CharField(blank=True, max_length=100, verbose_name='gelar belakang')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=15, verbose_name='nomor WhatsApp')),
                ('is_active', models.BooleanField(default=True, verbose_name='aktif')),
                ('is_staff', models.BooleanField(default=False, verbose_name='staf')),
                ('must_change_password', models.BooleanField(default=False, verbose_name='wajib ganti kata sandi')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='dibuat pada')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'pengguna',
                'verbose_name_plural': 'pengguna',
            },
        ),
        migrations.CreateModel(
            name='ApplicantProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('birth_place', models.CharField(max_length=100, verbose_name='tempat lahir')),
                ('birth_date', models.DateField(verbose_name='tanggal lahir')),
                ('sex', models.CharField(choices=[('male', 'Laki-laki'), ('female', 'Perempuan')], max_length=6, verbose_name='jenis kelamin')),
                ('occupation', models.CharField(max_length=100, verbose_name='pekerjaan')),
                ('street', models.CharField(max_length=200, verbose_name='jalan/jorong, RT/RW')),
                ('village', models.CharField(max_length=100, verbose_name='nagari/desa/kelurahan')),
                ('district', models.CharField(max_length=100, verbose_name='kecamatan')),
                ('regency', models.CharField(max_length=100, verbose_name='kabupaten/kota')),
                ('province', models.CharField(max_length=100, verbose_name='provinsi')),
                ('ktp_sha256', models.CharField(max_length=64, verbose_name='scan KTP')),
                ('consent_version', models.CharField(max_length=20, verbose_name='versi persetujuan')),
                ('consented_at', models.DateTimeField(verbose_name='disetujui pada')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='profile', to=settings.AUTH_USER_MODEL, verbose_name='pengguna')),
            ],
            options={
                'verbose_name': 'profil pemohon',
                'verbose_name_plural': 'profil pemohon',
            },
        ),
        migrations.CreateModel(
            name='Officer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.CharField(max_length=150, verbose_name='jabatan')),
                ('rank', models.CharField(blank=True, max_length=100, verbose_name='pangkat')),
                ('nip', models.CharField(blank=True, max_length=18, verbose_name='NIP')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='officer', to=settings.AUTH_USER_MODEL, verbose_name='pengguna')),
            ],
            options={
                'verbose_name': 'petugas',
                'verbose_name_plural': 'petugas',
            },
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['email'], name='izin_user_email'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['phone'], name='izin_user_phone'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('nik_index__regex', '^[0-9a-f]{64}$')), name='izin_user_nik_index_shape'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('full_name', ''), _negated=True), name='izin_user_full_name_given'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='izin_user_email_lower'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('phone', ''), ('phone__regex', '^628[1-9][0-9]{7,10}$'), _connector='OR'), name='izin_user_phone_normalised'),
        ),
        migrations.AddConstraint(
            model_name='applicantprofile',
            constraint=models.CheckConstraint(condition=models.Q(('sex__in', ['male', 'female'])), name='izin_profile_sex_known'),
        ),
        migrations.AddConstraint(
            model_name='applicantprofile',
            constraint=models.CheckConstraint(condition=models.Q(('ktp_sha256__regex', '^[0-9a-f]{64}$')), name='izin_profile_ktp_shape'),
        ),
        migrations.AddConstraint(
            model_name='applicantprofile',
            constraint=models.CheckConstraint(condition=models.Q(('birth_date__gte', datetime.date(1900, 1, 1))), name='izin_profile_birth_date_possible'),
        ),
        migrations.AddConstraint(
            model_name='applicantprofile',
            constraint=models.CheckConstraint(condition=models.Q(('consent_version', ''), _negated=True), name='izin_profile_consent_given'),
        ),
        migrations.AddConstraint(
            model_name='officer',
            constraint=models.CheckConstraint(condition=models.Q(('position', ''), _negated=True), name='izin_officer_position_given'),
        ),
        migrations.AddConstraint(
            model_name='officer',
            constraint=models.CheckConstraint(condition=models.Q(('nip', ''), ('nip__regex', '^[0-9]{18}$'), _connector='OR'), name='izin_officer_nip_shape'),
        ),
    ]
