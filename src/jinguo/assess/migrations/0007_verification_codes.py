"""Every recognition gets the random code under which anyone can look up its plaque."""

from django.db import migrations, models

import jinguo.assess.models.recognitions

# As Python draws them: 64 random bits in 16 hexadecimal signs. The signs left out of a random UUID are the
# ones its version and variant stand in.
DRAW = """
UPDATE assess_recognition
SET verification_code = left(drawn, 12) || right(drawn, 4)
FROM (
    SELECT id AS one, replace(gen_random_uuid()::text, '-', '') AS drawn FROM assess_recognition
) AS codes
WHERE id = one
"""


class Migration(migrations.Migration):
    dependencies = [("assess", "0006_photos")]

    operations = [
        migrations.AddField(
            model_name="recognition",
            name="verification_code",
            field=models.CharField(max_length=16, null=True),
        ),
        migrations.RunSQL(DRAW, migrations.RunSQL.noop),
        # The rows were just changed in this transaction; their checks must be over before the table is altered.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="recognition",
            name="verification_code",
            field=models.CharField(
                default=jinguo.assess.models.recognitions.new_code,
                editable=False,
                help_text="Random; names the plaque on its public page.",
                max_length=16,
                unique=True,
            ),
        ),
    ]
