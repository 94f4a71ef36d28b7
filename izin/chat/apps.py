from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "izin.chat"
    label = "izin_chat"
    verbose_name = "Pesan ke petugas"
