"""
The days on notice move from the applications to the notices that list them.

Applications of one programme, district and period get one notice, released as its days say. An objection
that was open has no objector on record: its application goes back to those that passed, its line is struck
off, and what was objected stays in its history. Undone, the days go back to the applications; the notices
stay, and are found again.
"""

from django.db import migrations, models

STATES = [
    ("applied", "Applied"),
    ("recommended", "Recommended by the village"),
    ("scored", "Scored by the town"),
    ("passed", "Passed by the town"),
    ("listed", "Notice drafted"),
    ("on-notice", "On public notice"),
    ("recheck", "Objection, being checked again"),
    ("certified", "Certified"),
    ("rejected", "Not passed"),
    ("withdrawn", "Withdrawn"),
]

# The key begins with the first day, as the keys of other notices begin with the time they were made at.
NOTICES = """
CREATE TEMPORARY TABLE carried ON COMMIT DROP AS
SELECT (lpad(to_hex(extract(epoch FROM period.notice_from)::bigint * 1000), 12, '0') || '7'
        || left(drawn, 3) || '8' || right(drawn, 15))::uuid AS id,
    period.*, unit.id AS unit, unit.area_id AS unit_area,
    CASE WHEN notice_to >= current_date THEN 'released'
         WHEN notice_to + 30 >= current_date THEN 'closed' ELSE 'expired' END AS state
FROM (
    SELECT programme, left(area_id, 6) AS county, notice_from, notice_to,
        replace(gen_random_uuid()::text, '-', '') AS drawn
    FROM assess_application AS application
    WHERE notice_from IS NOT NULL AND NOT EXISTS (
        SELECT FROM notices_entry WHERE object_id = application.id)
    GROUP BY programme, county, notice_from, notice_to
) AS period
JOIN LATERAL (
    SELECT id, area_id FROM org_unit
    WHERE kind = 'federation' AND starts_with(period.county, area_id)
    ORDER BY length(area_id) DESC, id LIMIT 1
) AS unit ON true;

INSERT INTO notices_notice (id, programme, object_type, area_id, unit_id, title, introduction, basis,
    contact_phone, contact_room, channels, days, count, shown_days, decide_within, state,
    starts_on, ends_on, expires_on, is_provisional, objections_made)
SELECT id, programme, 'assess.application', unit_area, unit, '公示', '拟认定以下家庭，现予公示。', '—',
    '—', '—', '{board}', notice_to - notice_from + 1, 'natural', 30, 5, state,
    notice_from, notice_to, notice_to + 30, false, 0
FROM carried;

INSERT INTO notices_change (notice_id, verb, from_state, to_state, "on", at, actor, reason)
SELECT id, 'release', '', state, notice_from, now(), 'system:migration', '' FROM carried;

INSERT INTO notices_entry (id, notice_id, position, object_id, name, area_id, place, level, state, ends_on)
SELECT gen_random_uuid(), carried.id,
    row_number() OVER (PARTITION BY carried.id ORDER BY household.code), application.id,
    left(household.head_name, 1) || '**', application.area_id, left(town.name || village.name, 120),
    coalesce((SELECT left(one ->> 'title', 40) FROM jsonb_array_elements(ladder.levels) AS one
              WHERE one ->> 'id' = application.level), application.level),
    CASE WHEN application.state IN ('recheck', 'rejected') THEN 'struck' ELSE 'listed' END,
    application.notice_to
FROM assess_application AS application
JOIN carried ON carried.programme = application.programme
    AND carried.county = left(application.area_id, 6)
    AND carried.notice_from = application.notice_from AND carried.notice_to = application.notice_to
JOIN assess_ladder AS ladder ON ladder.id = application.ladder_id
JOIN people_household AS household ON household.id = application.household_id
JOIN org_area AS village ON village.code = application.area_id
JOIN org_area AS town ON town.code = left(application.area_id, 9)
WHERE NOT EXISTS (SELECT FROM notices_entry WHERE object_id = application.id);
"""

OBJECTIONS = """
INSERT INTO assess_transition (application_id, from_state, to_state, "on", at, actor, reason)
SELECT id, 'recheck', 'passed', current_date, now(), 'system:migration', '' FROM assess_application
WHERE state = 'recheck' AND notice_from IS NOT NULL;

UPDATE assess_application SET state = 'passed', state_on = current_date, due_on = current_date + 14
WHERE state = 'recheck' AND notice_from IS NOT NULL;
"""

DAYS = """
UPDATE assess_application AS application
SET notice_from = notice.starts_on, notice_to = entry.ends_on
FROM notices_entry AS entry JOIN notices_notice AS notice ON notice.id = entry.notice_id
WHERE entry.object_id = application.id AND notice.object_type = 'assess.application'
    AND notice.state IN ('released', 'closed', 'expired');
"""

DRAFTS = """
INSERT INTO assess_transition (application_id, from_state, to_state, "on", at, actor, reason)
SELECT id, 'listed', 'passed', current_date, now(), 'system:migration', '' FROM assess_application
WHERE state = 'listed';

UPDATE assess_application SET state = 'passed', state_on = current_date WHERE state = 'listed';
"""

NOW = "SET CONSTRAINTS ALL IMMEDIATE"


class Migration(migrations.Migration):
    dependencies = [
        ("assess", "0008_rounds"),
        ("notices", "0003_entry_running"),
    ]

    operations = [
        migrations.RunSQL(NOTICES, DAYS),
        migrations.RunSQL(OBJECTIONS, DRAFTS),
        # The rows were just changed in this transaction; their checks must be over before tables are altered.
        migrations.RunSQL(NOW, NOW),
        migrations.RemoveField(model_name="application", name="notice_from"),
        migrations.RemoveField(model_name="application", name="notice_to"),
        migrations.AlterField(
            model_name="application",
            name="state",
            field=models.CharField(choices=STATES, max_length=12),
        ),
        migrations.AlterField(
            model_name="transition",
            name="reason",
            field=models.CharField(blank=True, max_length=500),
        ),
    ]
