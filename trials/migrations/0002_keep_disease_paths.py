"""The database keeps the closure of the disease hierarchy, and refuses circles.

Every writer is covered: the admin, fixtures, imports and plain SQL. What is added only adds
paths, so that loading a list takes no longer row by row than its length; after a change or
a removal the closure is built anew.

The version number comes from a sequence of its own, so that it never falls back to an
earlier value that a running process may hold in memory, whatever is rolled back or emptied.
"""

from django.db import migrations

CREATE = """
CREATE SEQUENCE trials_disease_version;

CREATE FUNCTION trials_note_disease_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO trials_diseasecatalogue (id, version)
    VALUES (1, nextval('trials_disease_version'))
    ON CONFLICT (id) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END $$;

CREATE FUNCTION trials_add_diseases_to_paths() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO trials_diseasepath (ancestor_id, descendant_id)
    SELECT id, id FROM added
    ON CONFLICT (ancestor_id, descendant_id) DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION trials_add_parents_to_paths() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    link record;
BEGIN
    FOR link IN SELECT child_id, parent_id FROM added LOOP
        IF EXISTS (
            SELECT FROM trials_diseasepath
            WHERE ancestor_id = link.child_id AND descendant_id = link.parent_id
        ) THEN
            RAISE EXCEPTION 'a disease would stand above itself'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'disease_hierarchy_has_no_circle';
        END IF;
        INSERT INTO trials_diseasepath (ancestor_id, descendant_id)
        SELECT above.ancestor_id, below.descendant_id
        FROM trials_diseasepath AS above, trials_diseasepath AS below
        WHERE above.descendant_id = link.parent_id AND below.ancestor_id = link.child_id
        ON CONFLICT (ancestor_id, descendant_id) DO NOTHING;
    END LOOP;
    RETURN NULL;
END $$;

CREATE FUNCTION trials_rebuild_disease_paths() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH RECURSIVE climb(ancestor_id, descendant_id) AS (
        SELECT id, id FROM trials_disease
        UNION
        SELECT link.parent_id, climb.descendant_id
        FROM climb JOIN trials_diseaseparent AS link ON link.child_id = climb.ancestor_id
    ), gone AS (
        DELETE FROM trials_diseasepath AS path
        WHERE NOT EXISTS (
            SELECT FROM climb
            WHERE climb.ancestor_id = path.ancestor_id
              AND climb.descendant_id = path.descendant_id
        )
    )
    INSERT INTO trials_diseasepath (ancestor_id, descendant_id)
    SELECT ancestor_id, descendant_id FROM climb
    ON CONFLICT (ancestor_id, descendant_id) DO NOTHING;

    IF EXISTS (
        SELECT FROM trials_diseasepath AS down
        JOIN trials_diseasepath AS up
          ON up.ancestor_id = down.descendant_id AND up.descendant_id = down.ancestor_id
        WHERE down.ancestor_id <> down.descendant_id
    ) THEN
        RAISE EXCEPTION 'a disease would stand above itself'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'disease_hierarchy_has_no_circle';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER disease_paths_added AFTER INSERT ON trials_disease
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION trials_add_diseases_to_paths();
CREATE TRIGGER disease_paths AFTER DELETE ON trials_disease
    FOR EACH STATEMENT EXECUTE FUNCTION trials_rebuild_disease_paths();
CREATE TRIGGER disease_parent_paths_added AFTER INSERT ON trials_diseaseparent
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION trials_add_parents_to_paths();
CREATE TRIGGER disease_parent_paths AFTER UPDATE OR DELETE ON trials_diseaseparent
    FOR EACH STATEMENT EXECUTE FUNCTION trials_rebuild_disease_paths();

CREATE TRIGGER disease_version AFTER INSERT OR UPDATE OR DELETE ON trials_disease
    FOR EACH STATEMENT EXECUTE FUNCTION trials_note_disease_change();
CREATE TRIGGER disease_parent_version AFTER INSERT OR UPDATE OR DELETE ON trials_diseaseparent
    FOR EACH STATEMENT EXECUTE FUNCTION trials_note_disease_change();
CREATE TRIGGER disease_name_version AFTER INSERT OR UPDATE OR DELETE ON trials_diseasename
    FOR EACH STATEMENT EXECUTE FUNCTION trials_note_disease_change();
"""

DROP = """
DROP TRIGGER disease_name_version ON trials_diseasename;
DROP TRIGGER disease_parent_version ON trials_diseaseparent;
DROP TRIGGER disease_version ON trials_disease;
DROP TRIGGER disease_parent_paths ON trials_diseaseparent;
DROP TRIGGER disease_parent_paths_added ON trials_diseaseparent;
DROP TRIGGER disease_paths ON trials_disease;
DROP TRIGGER disease_paths_added ON trials_disease;
DROP FUNCTION trials_rebuild_disease_paths();
DROP FUNCTION trials_add_parents_to_paths();
DROP FUNCTION trials_add_diseases_to_paths();
DROP FUNCTION trials_note_disease_change();
DROP SEQUENCE trials_disease_version;
"""


class Migration(migrations.Migration):
    dependencies = [("trials", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
