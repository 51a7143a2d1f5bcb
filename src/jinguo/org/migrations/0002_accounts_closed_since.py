"""Since when accounts are closed. Of one closed by hand before this nobody knows: its term begins now."""

from django.db import migrations, models

BEGIN = """
UPDATE org_account SET closed_at = coalesce(suspended_at, now())
WHERE NOT is_active AND kind = 'staff'
"""


class Migration(migrations.Migration):
    dependencies = [("org", "0001_tables")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="closed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Since when an account of staff is closed, for whatever reason.",
                null=True,
            ),
        ),
        migrations.RunSQL(BEGIN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at__isnull", True), ("is_active", False), _connector="OR"),
                name="open_account_was_not_closed",
            ),
        ),
    ]
