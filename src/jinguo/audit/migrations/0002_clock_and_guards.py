from django.db import migrations

CLOCK = """
CREATE TABLE jinguo_clock (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    ahead bigint NOT NULL
);
INSERT INTO jinguo_clock (ahead) VALUES (0);

CREATE FUNCTION jinguo_xid() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT pg_current_xact_id()::text::bigint + (SELECT ahead FROM jinguo_clock) $$;

CREATE FUNCTION jinguo_horizon() RETURNS bigint LANGUAGE sql STABLE AS
$$ SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT ahead FROM jinguo_clock) $$;

CREATE FUNCTION jinguo_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION '% on % is refused: its rows are never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION jinguo_stamp_event() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    NEW.at := clock_timestamp();
    NEW.xid := jinguo_xid();
    RETURN NEW;
END $$;

CREATE TRIGGER stamp BEFORE INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION jinguo_stamp_event();
"""

GUARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION jinguo_refuse();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION jinguo_refuse();
"""

UNGUARD = """
DROP TRIGGER append_only ON {table};
DROP TRIGGER never_emptied ON {table};
"""

TABLES = ("audit_event", "audit_link", "audit_dayroot")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_tables")]

    operations = [
        migrations.RunSQL(
            CLOCK,
            """
            DROP TRIGGER stamp ON audit_event;
            DROP FUNCTION jinguo_stamp_event();
            DROP FUNCTION jinguo_refuse();
            DROP FUNCTION jinguo_horizon();
            DROP FUNCTION jinguo_xid();
            DROP TABLE jinguo_clock;
            """,
        ),
        migrations.RunSQL(
            "".join(GUARD.format(table=table) for table in TABLES),
            "".join(UNGUARD.format(table=table) for table in TABLES),
        ),
    ]
