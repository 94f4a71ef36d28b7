"""What an entry of the log says in words. Every action has a sentence here: `tests/architecture` looks for it.

The areas are what a reader filters by. An action of an area is `<area>.<what>`.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

AREAS = {
    "application": gettext_lazy("Permohonan"),
    "document": gettext_lazy("Dokumen"),
    "note": gettext_lazy("Catatan"),
    "permit": gettext_lazy("Izin"),
    "survey": gettext_lazy("Survei"),
    "chat": gettext_lazy("Pesan"),
    "account": gettext_lazy("Akun"),
    "profile_change": gettext_lazy("Perubahan data"),
    "officer": gettext_lazy("Petugas"),
    "mandate": gettext_lazy("Mandat tanda tangan"),
    "case": gettext_lazy("Pengambilan permohonan"),
    "desk": gettext_lazy("Loket"),
    "delegation": gettext_lazy("Pelimpahan tugas"),
    "report": gettext_lazy("Hasil penelitian"),
    "register": gettext_lazy("Laporan dan register"),
    "audit": gettext_lazy("Jejak audit"),
}

ACTION_WORDS = {
    "application.drafted": gettext_lazy("Membuat draf permohonan"),
    "application.answered": gettext_lazy("Mengubah isian permohonan"),
    "application.version_updated": gettext_lazy("Memperbarui draf ke aturan jenis izin yang baru"),
    "application.submit": gettext_lazy("Mengirim permohonan"),
    "application.resubmit": gettext_lazy("Mengirim kembali permohonan yang sudah diperbaiki"),
    "application.approve": gettext_lazy("Menyetujui permohonan"),
    "application.return": gettext_lazy("Mengembalikan permohonan kepada pemohon"),
    "application.send_back": gettext_lazy("Mengembalikan permohonan ke tahap sebelumnya"),
    "application.reject": gettext_lazy("Menolak permohonan"),
    "application.withdraw": gettext_lazy("Menarik kembali permohonan"),
    "application.draft_cancelled": gettext_lazy("Menghapus draf permohonan"),
    "application.locations_changed": gettext_lazy("Mengubah lokasi penelitian"),
    "application.corrected": gettext_lazy("Memperbaiki kesalahan kecil pada isian"),
    "case.claimed": gettext_lazy("Mengambil permohonan untuk dikerjakan"),
    "case.released": gettext_lazy("Melepas permohonan yang diambil"),
    "case.taken_over": gettext_lazy("Mengambil alih permohonan dari rekan"),
    "document.uploaded": gettext_lazy("Mengunggah dokumen"),
    "document.reused": gettext_lazy("Memakai kembali dokumen dari izin lama"),
    "document.rotated": gettext_lazy("Memutar gambar dokumen"),
    "document.viewed": gettext_lazy("Membuka dokumen pemohon"),
    "documents.reviewed": gettext_lazy("Menyimpan hasil pemeriksaan dokumen"),
    "note.added": gettext_lazy("Menulis catatan internal"),
    "permit.numbered": gettext_lazy("Mengambil nomor izin"),
    "permit.signer_changed": gettext_lazy("Mengganti penanda tangan sebelum izin terbit"),
    "permit.published": gettext_lazy("Menandatangani dan menerbitkan izin"),
    "permit.downloaded": gettext_lazy("Mengunduh surat izin"),
    "permit.renewal_begun": gettext_lazy("Memulai perpanjangan atau perubahan izin"),
    "permit.replaced": gettext_lazy("Izin lama diganti dengan izin baru"),
    "permit.reminded": gettext_lazy("Mengirim pengingat tentang izin"),
    "survey.poll": gettext_lazy("Mengisi poling"),
    "survey.testimonial": gettext_lazy("Menulis testimoni"),
    "survey.questionnaire": gettext_lazy("Mengisi kuesioner"),
    "chat.sent": gettext_lazy("Mengirim pesan kepada petugas"),
    "chat.answered": gettext_lazy("Menjawab pesan pemohon"),
    "chat.handed_over": gettext_lazy("Menyerahkan percakapan kepada rekan"),
    "chat.finished": gettext_lazy("Menandai percakapan selesai tanpa jawaban"),
    "chat.attachment_viewed": gettext_lazy("Membuka lampiran pesan"),
    "account.registered": gettext_lazy("Mendaftarkan akun"),
    "account.registration_repeated": gettext_lazy("Pendaftaran diulang dengan NIK yang sudah terdaftar"),
    "account.consented": gettext_lazy("Menyetujui pemrosesan data pribadi"),
    "account.password_changed": gettext_lazy("Mengganti kata sandi"),
    "account.password_reissued": gettext_lazy("Mengirim ulang kata sandi baru"),
    "account.password_reset": gettext_lazy("Membuat kata sandi baru dengan kode"),
    "account.reset_code_sent": gettext_lazy("Kode untuk kata sandi baru dikirim"),
    "account.first_password_resent": gettext_lazy("Kata sandi pertama dikirim lagi atas permintaan"),
    "account.contact_changed": gettext_lazy("Mengubah e-mail atau nomor WhatsApp"),
    "account.channels_chosen": gettext_lazy("Memilih saluran pemberitahuan"),
    "account.closed": gettext_lazy("Menutup akun"),
    "account.contact_erased": gettext_lazy("Menghapus e-mail dan nomor WhatsApp"),
    "account.identity_erased": gettext_lazy("Menghapus data diri"),
    "account.data_exported": gettext_lazy("Mengunduh data diri sendiri"),
    "account.second_factor_on": gettext_lazy("Mengaktifkan kode masuk kedua"),
    "account.second_factor_reset": gettext_lazy("Menghapus kode masuk kedua petugas"),
    "account.recovery_code_used": gettext_lazy("Masuk dengan kode pemulihan"),
    "account.recovery_codes_renewed": gettext_lazy("Membuat kode pemulihan baru"),
    "account.sessions_ended": gettext_lazy("Mengakhiri sesi di semua perangkat"),
    "profile_change.requested": gettext_lazy("Mengajukan perubahan data diri"),
    "profile_change.withdrawn": gettext_lazy("Membatalkan perubahan data diri"),
    "profile_change.approved": gettext_lazy("Menyetujui perubahan data diri"),
    "profile_change.refused": gettext_lazy("Menolak perubahan data diri"),
    "profile_change.scan_viewed": gettext_lazy("Membuka scan KTP"),
    "account.unlocked": gettext_lazy("Membuka kunci akun"),
    "account.profile_viewed": gettext_lazy("Membuka data akun pemohon"),
    "account.as_applicant_viewed": gettext_lazy("Melihat halaman akun sebagai pemohon"),
    "account.file_viewed": gettext_lazy("Membuka berkas saat melihat sebagai pemohon"),
    "officer.created": gettext_lazy("Membuat akun petugas"),
    "officer.updated": gettext_lazy("Mengubah data petugas"),
    "officer.roles_changed": gettext_lazy("Mengubah peran petugas"),
    "officer.deactivated": gettext_lazy("Menonaktifkan akun petugas"),
    "officer.reactivated": gettext_lazy("Mengaktifkan kembali akun petugas"),
    "mandate.granted": gettext_lazy("Mencatat mandat tanda tangan"),
    "desk.begun": gettext_lazy("Mulai melayani pemohon di loket dengan persetujuannya"),
    "desk.ended": gettext_lazy("Selesai melayani pemohon di loket"),
    "desk.filed": gettext_lazy("Mengirim permohonan di loket atas nama pemohon"),
    "delegation.granted": gettext_lazy("Mencatat pelimpahan tugas"),
    "delegation.ended": gettext_lazy("Mengakhiri pelimpahan tugas"),
    "report.submitted": gettext_lazy("Mengunggah hasil penelitian"),
    "report.accepted": gettext_lazy("Menerima hasil penelitian"),
    "report.returned": gettext_lazy("Meminta hasil penelitian diperbaiki"),
    "report.viewed": gettext_lazy("Membuka hasil penelitian"),
    "register.monthly_sent": gettext_lazy("Mengirim laporan bulanan kepada pimpinan"),
    "register.downloaded": gettext_lazy("Mengunduh laporan atau register"),
    "audit.exported": gettext_lazy("Mengunduh jejak audit"),
    "audit.checked": gettext_lazy("Memeriksa keutuhan jejak audit"),
}

# What of the details a reader is told, and under which word; the rest are ids.
DETAIL_WORDS = {
    "registration": gettext_lazy("nomor registrasi"),
    "number": gettext_lazy("nomor"),
    "stage": gettext_lazy("tahap"),
    "round": gettext_lazy("pengiriman ke"),
    "channel": gettext_lazy("saluran"),
    "fields": gettext_lazy("isian"),
    "roles": gettext_lazy("peran"),
    "version": gettext_lazy("versi"),
    "report": gettext_lazy("laporan"),
    "format": gettext_lazy("bentuk"),
    "period": gettext_lazy("periode"),
    "rows": gettext_lazy("baris"),
}


def action_words(action: str) -> str:
    """Return what was done as a sentence without its doer; an action of an older version is named as it is."""
    words = ACTION_WORDS.get(action)
    return str(words) if words else _("Tindakan lain (%(action)s)") % {"action": action}


def area_actions(area: str) -> list[str]:
    """Return the known actions of an area, none for an unknown one."""
    # "documents.reviewed" belongs to the documents too.
    return [action for action in ACTION_WORDS if area and action.partition(".")[0] in (area, f"{area}s")]


def detail_words(data: Mapping[str, Any]) -> str:
    """Return the details a reader can make use of: "tahap: kabid; pengiriman ke: 2"."""
    told = []
    for key, words in DETAIL_WORDS.items():
        value = data.get(key)
        if value in (None, "", []):
            continue
        text = ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
        told.append(f"{words}: {text}")
    return "; ".join(told)
