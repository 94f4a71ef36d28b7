"""Who may change what the office works by: the first rights of the roles that work in the Wagtail admin (C2)."""

from django.db import transaction

from izin.accounts.enums import CMS_ROLES, Role
from izin.accounts.services.roles import role_allow

EVERYTHING = ("add", "change", "delete")
# By model, as permissions name it. What is published has drafts.
EDITORS: dict[str, tuple[str, ...]] = {
    "izin_catalog.permittype": (*EVERYTHING, "publish"),
    "izin_catalog.sector": EVERYTHING,
    "izin_catalog.researchlocation": EVERYTHING,
    "izin_workflow.holiday": EVERYTHING,
    "izin_workflow.workinghours": EVERYTHING,
    "izin_workflow.decisionreason": EVERYTHING,
    "izin_chat.cannedanswer": EVERYTHING,
    "izin_messaging.messagetext": ("change", "publish"),
    "izin_surveys.surveyquestion": ("change", "publish"),
    "izin_permits.followupsettings": ("change",),
}
# Who signs, what stands at the head of every letter, who is above whom, and how strict the clock is.
ADMIN_ONLY: dict[str, tuple[str, ...]] = {
    "izin_accounts.signaturemandate": EVERYTHING,
    "izin_catalog.lettersettings": ("change",),
    "izin_workflow.superior": EVERYTHING,
    "izin_workflow.worksettings": ("change",),
}


@transaction.atomic
def catalogue_editors_allow() -> None:
    """Let the roles that work in the admin change permit types and what belongs to them; administrators all of it.

    Rights that an administrator has arranged otherwise stay: a role that has any right over a table is left alone
    there. Repeating it changes nothing.
    """
    for role in CMS_ROLES:
        tables = {**EDITORS, **ADMIN_ONLY} if role == Role.ADMIN else EDITORS
        for table, actions in tables.items():
            role_allow(role, table, actions)
