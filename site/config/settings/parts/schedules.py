"""What the queue repeats: name of the schedule, dotted path of the task, minutes between two runs.

Each task may run at any moment, twice, or late: it looks itself at what is due.
"""

SCHEDULES = [
    ("outbox_sweep", "izin.messaging.services.outbox_sweep", 1),
    ("monthly_report", "izin.reports.monthly.monthly_reports_send", 60),
    ("audit_chain_check", "izin.audit.checking.chain_check_scheduled", 60),
    ("scans_clean", "izin.accounts.services.scans.scans_clean", 60),
    ("closed_accounts_erase", "izin.privacy.services.erasing.closed_accounts_erase", 24 * 60),
    # Once a day would do; every six hours a queue that stood still loses no day.
    ("permit_reminders", "izin.permits.services.reminding.reminders_send", 360),
    ("clock_sweep", "izin.applications.services.clock.clock_sweep", 5),
    ("presence_sweep", "izin.applications.services.claiming.presence_sweep", 60),
]
