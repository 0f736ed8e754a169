"""The database writes the history of trials, and lets nobody rewrite what is recorded.

Every writer is covered: the admin, definitions, imports and plain SQL. Three settings of a
transaction say more about it:

    trials.actor    the key of the person who acts
    trials.system   the part of the site that acts; with neither, "database" does
    trials.history  'step' while a step is taken; 'import' where the writer calls
                    trials_note_import itself, once for every trial
"""

from django.db import migrations

RULES = (
    "agerule",
    "creatininerule",
    "criterionbox",
    "diseaserule",
    "factrule",
    "performancerule",
    "textrule",
    "washoutrule",
)
PARTS = ("participantgroup", "trialsource", "trialsite")
LINKS = ("diseaserule_excepts", "diseaserule_includes")

# How a row leads to its trial, and where the column is that does. A parent that is gone
# already, since SQL may remove it first, is found in the history.
GROUP_OF = """coalesce(
    (SELECT trial_id FROM trials_participantgroup WHERE id = {group}),
    (SELECT trial_id FROM trials_trialchange
     WHERE subject = 'participantgroup' AND subject_id = {group} ORDER BY id DESC LIMIT 1)
)"""
RULE_OF = """coalesce(
    (SELECT party.trial_id FROM trials_diseaserule AS rule
     JOIN trials_participantgroup AS party ON party.id = rule.group_id
     WHERE rule.id = {rule}),
    (SELECT trial_id FROM trials_trialchange
     WHERE subject = 'diseaserule' AND subject_id = {rule} ORDER BY id DESC LIMIT 1)
)"""
KINDS = {
    "trial": (("trial",), "{row}.id"),
    "part": (PARTS, "{row}.trial_id"),
    "rule": (RULES, GROUP_OF.format(group="{row}.group_id")),
    "link": (LINKS, RULE_OF.format(rule="{row}.diseaserule_id")),
}

ACTOR = """
CREATE FUNCTION trials_actor() RETURNS int LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('trials.actor', true), '')::int
$$;

CREATE FUNCTION trials_system() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN trials_actor() IS NOT NULL THEN ''
        ELSE coalesce(nullif(current_setting('trials.system', true), ''), 'database') END
$$;
"""

COLUMNS = """INSERT INTO trials_trialchange (
        trial_id, transaction, at, actor_id, system, is_step,
        subject, subject_id, operation, before, after
    )"""
SHARED = """pg_current_xact_id()::text::bigint, now(), trials_actor(), trials_system(),
        coalesce(current_setting('trials.history', true) = 'step', false),
        substr(TG_TABLE_NAME, 8)"""

# The day of the last change says nothing that the history does not say.
WRITE = """
CREATE FUNCTION trials_history_{kind}_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('trials.history', true) = 'import' THEN
        RETURN NULL;
    END IF;
    {columns}
    SELECT {of_held}, {shared}, held.id, 'added', NULL, to_jsonb(held)
    FROM held ORDER BY held.id;
    RETURN NULL;
END $$;

CREATE FUNCTION trials_history_{kind}_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('trials.history', true) = 'import' THEN
        RETURN NULL;
    END IF;
    {columns}
    SELECT coalesce({of_gone}, 0), {shared}, gone.id, 'removed', to_jsonb(gone), NULL
    FROM gone ORDER BY gone.id;
    RETURN NULL;
END $$;

CREATE FUNCTION trials_history_{kind}_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('trials.history', true) = 'import' THEN
        RETURN NULL;
    END IF;
    {columns}
    SELECT {of_held}, {shared}, held.id, 'changed', differs.before, differs.after
    FROM gone JOIN held USING (id)
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(was.key, was.value) AS before,
            jsonb_object_agg(became.key, became.value) AS after
        FROM jsonb_each(to_jsonb(gone)) AS was
        JOIN jsonb_each(to_jsonb(held)) AS became USING (key)
        WHERE was.value IS DISTINCT FROM became.value AND key <> 'updated_at'
    ) AS differs
    WHERE differs.before IS NOT NULL
    ORDER BY held.id;
    RETURN NULL;
END $$;
"""
# By the name of the trigger: the statement, and the rows it sees.
EVENTS = {
    "added": ("INSERT", "NEW TABLE AS held"),
    "changed": ("UPDATE", "OLD TABLE AS gone NEW TABLE AS held"),
    "removed": ("DELETE", "OLD TABLE AS gone"),
}

IMPORT = """
CREATE FUNCTION trials_whole(held bigint) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object({tables})
$$;

CREATE FUNCTION trials_note_import(trials bigint[], images jsonb[]) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO trials_trialchange (
        trial_id, transaction, at, actor_id, system, is_step,
        subject, subject_id, operation, before, after
    )
    SELECT told.id, pg_current_xact_id()::text::bigint, now(), trials_actor(), trials_system(),
        false, 'trial', told.id, CASE WHEN told.image IS NULL THEN 'added' ELSE 'imported' END,
        told.image, NULL
    FROM unnest(trials, images) AS told(id, image)
$$;
"""

REFUSE = """
CREATE FUNCTION trials_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is a record: its rows are never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""
RECORDS = ("trials_auditevent", "trials_reviewevent", "trials_trialchange")
REFUSE_IN = """
CREATE TRIGGER record_stays BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION trials_refuse_change();
CREATE TRIGGER record_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION trials_refuse_change();
"""

# The state of a trial is where its last step ended, or what it was added with. A step is
# taken by adding its row; nothing else changes a state.
STEPS = """
CREATE FUNCTION trials_take_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved bigint := coalesce(NEW.revision, NEW.trial_id);
    closes boolean := NEW.revision IS NOT NULL AND NEW.to_state IN ('published', 'withdrawn');
    state text;
BEGIN
    SELECT review_state INTO state FROM trials_trial
    WHERE id = moved AND revision_of_id IS NOT DISTINCT FROM
        CASE WHEN NEW.revision IS NOT NULL THEN NEW.trial_id END
    FOR NO KEY UPDATE;
    IF closes THEN
        IF EXISTS (SELECT FROM trials_trial WHERE id = moved) THEN
            RAISE EXCEPTION 'working copy % is still there', moved
                USING ERRCODE = 'check_violation', CONSTRAINT = 'review_event_closes_a_copy';
        END IF;
        SELECT to_state INTO state FROM trials_reviewevent
        WHERE revision = NEW.revision AND trial_id = NEW.trial_id AND id <> NEW.id
        ORDER BY id DESC LIMIT 1;
    ELSIF NEW.from_state = '' AND state = NEW.to_state THEN
        RETURN NULL;
    END IF;
    IF state IS DISTINCT FROM NEW.from_state THEN
        RAISE EXCEPTION 'trial % is %, not %', moved, coalesce(state, 'nowhere'), NEW.from_state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'review_event_starts_from_the_state';
    END IF;
    IF NOT closes THEN
        UPDATE trials_trial SET review_state = NEW.to_state WHERE id = moved;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER step_is_taken AFTER INSERT ON trials_reviewevent
FOR EACH ROW EXECUTE FUNCTION trials_take_step();

CREATE FUNCTION trials_refuse_state_without_step() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    SELECT from_state, to_state INTO last FROM trials_reviewevent
    WHERE CASE WHEN NEW.revision_of_id IS NULL THEN trial_id = NEW.id AND revision IS NULL
        ELSE revision = NEW.id END
    ORDER BY id DESC LIMIT 1;
    IF last.to_state IS DISTINCT FROM NEW.review_state
        OR last.from_state IS DISTINCT FROM OLD.review_state THEN
        RAISE EXCEPTION 'trial % goes from % to % without a step',
            NEW.id, OLD.review_state, NEW.review_state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'trial_state_is_that_of_its_last_step';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER state_follows_steps BEFORE UPDATE ON trials_trial
FOR EACH ROW WHEN (OLD.review_state IS DISTINCT FROM NEW.review_state)
EXECUTE FUNCTION trials_refuse_state_without_step();
"""

PARTIES = "(SELECT id FROM trials_participantgroup WHERE trial_id = held)"
WHERE_OF = {
    "trial": "id = held",
    "part": "trial_id = held",
    "rule": f"group_id IN {PARTIES}",
    "link": f"diseaserule_id IN (SELECT id FROM trials_diseaserule WHERE group_id IN {PARTIES})",
}


def create() -> str:
    statements = [ACTOR]
    for kind, (tables, trial) in KINDS.items():
        statements.append(
            WRITE.format(
                kind=kind,
                columns=COLUMNS,
                shared=SHARED,
                of_held=trial.format(row="held"),
                of_gone=trial.format(row="gone"),
            )
        )
        statements += [
            f"CREATE TRIGGER history_{name} AFTER {event} ON trials_{table} "
            f"REFERENCING {rows} FOR EACH STATEMENT "
            f"EXECUTE FUNCTION trials_history_{kind}_{name}();"
            for table in tables
            for name, (event, rows) in EVENTS.items()
        ]
    whole = ", ".join(
        f"'{table}', (SELECT coalesce(jsonb_agg(to_jsonb(row) ORDER BY id), '[]') "
        f"FROM trials_{table} AS row WHERE {WHERE_OF[kind]})"
        for kind, (tables, _trial) in KINDS.items()
        for table in tables
    )
    statements += [IMPORT.format(tables=whole), REFUSE]
    statements += [REFUSE_IN.format(table=table) for table in RECORDS]
    return "\n".join([*statements, STEPS])


def drop() -> str:
    functions = [
        f"trials_history_{kind}_{name}()" for kind in KINDS for name in ("added", *EVENTS)
    ]
    functions = [
        *dict.fromkeys(functions),
        "trials_note_import(bigint[], jsonb[])",
        "trials_whole(bigint)",
        "trials_take_step()",
        "trials_refuse_state_without_step()",
        "trials_refuse_change()",
        "trials_system()",
        "trials_actor()",
    ]
    return "\n".join(f"DROP FUNCTION {function} CASCADE;" for function in functions)


class Migration(migrations.Migration):
    dependencies = [("trials", "0022_trial_news")]

    operations = [migrations.RunSQL(create(), drop())]
