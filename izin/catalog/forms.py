"""Forms of the catalogue in the Wagtail admin."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from izin.accounts.enums import Role
from izin.workflow.engine import StageRule, flow_problems


class PermitTypeForm(WagtailAdminModelForm):
    """Refuses a workflow that could never issue a permit; the model itself can not see stages being edited."""

    def is_valid(self) -> bool:
        """Check the form, its child rows, and then the stages as they would be."""
        if not super().is_valid():
            return False
        rows = [row.cleaned_data for row in self.formsets["stages"].ordered_forms]
        flow = [StageRule(row["key"], Role(row["role"]), row["signs"]) for row in rows]
        if problems := flow_problems(flow):
            self.add_error(None, ValidationError(problems))
            return False
        return True
