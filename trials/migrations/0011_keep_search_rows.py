"""The database keeps the search rows of published trials.

Every writer is covered: the admin, definitions, the import and plain SQL. A transaction that
changes many trials may say ``SET LOCAL trials.search_rows = 'later'`` and call
``trials_refresh_search_rows`` itself, once, for all trials that it changed.
"""

from django.db import migrations

OPEN_STATUSES = "'RECRUITING', 'ENROLLING_BY_INVITATION', 'AVAILABLE', 'UNKNOWN'"
NOW = "'enrolment', 'consent', 'screening', 'treatment'"

MAP = """
CREATE FUNCTION trials_km(latitude float, longitude float, to_latitude float, to_longitude float)
RETURNS float LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- As trials/eligibility/distance.py counts: the haversine on a ball of mean radius.
    SELECT 2 * 6371.0088 * asin(least(1, sqrt(
        sin(radians(to_latitude - latitude) / 2) ^ 2
        + cos(radians(latitude)) * cos(radians(to_latitude))
        * sin(radians(to_longitude - longitude) / 2) ^ 2
    )))
$$;

CREATE FUNCTION trials_cells(latitude float, longitude float) RETURNS int[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    -- As trials/models/cells.py numbers them.
    SELECT CASE WHEN latitude IS NULL THEN ARRAY[0] ELSE ARRAY[
        1 + floor(least(latitude, 89.999) + 90)::int * 360
          + floor(longitude + 180)::int % 360,
        1000000 + floor((least(latitude, 89.999) + 90) / 5)::int * 72
          + floor((longitude + 180) / 5)::int % 72
    ] END
$$;
"""

REFRESH = f"""
CREATE FUNCTION trials_roles(party bigint, roles text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
    -- No role means patients; a trial without any group is counted, and for nobody.
    SELECT CASE WHEN party IS NULL THEN ARRAY[''] WHEN roles = '{{}}' THEN ARRAY['patient']
        ELSE roles END
$$;

CREATE FUNCTION trials_refresh_search_rows(changed bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    -- Two transactions that change parts of one trial must see each other's part here.
    PERFORM FROM trials_trial WHERE id = ANY(changed) ORDER BY id FOR NO KEY UPDATE;

    DELETE FROM trials_searchrow AS held
    WHERE held.trial_id = ANY(changed) AND NOT EXISTS (
        SELECT FROM trials_trial AS trial
        LEFT JOIN trials_participantgroup AS party ON party.trial_id = trial.id
        WHERE trial.id = held.trial_id AND trial.review_state = 'published'
          AND held.role = ANY(trials_roles(party.id, party.roles))
    );

    INSERT INTO trials_searchrow (
        trial_id, role, is_first, is_open, status, kind, phases, countries, updated_on,
        minimum_months, minimum_days, maximum_months, maximum_days, keys, cells, words
    )
    WITH trial AS MATERIALIZED (
        SELECT row.*, row.overall_status IN ({OPEN_STATUSES}) AS is_open
        FROM trials_trial AS row
        WHERE row.id = ANY(changed) AND row.review_state = 'published'
    ), party AS MATERIALIZED (
        SELECT row.id, trial.id AS trial_id, joining.role
        FROM trial
        LEFT JOIN trials_participantgroup AS row ON row.trial_id = trial.id
        CROSS JOIN LATERAL unnest(trials_roles(row.id, row.roles)) AS joining(role)
    ), limits AS (
        SELECT group_id,
               max(outer_minimum_months) AS minimum_months,
               max(outer_minimum_days) AS minimum_days,
               min(outer_maximum_months) AS maximum_months,
               min(outer_maximum_days) AS maximum_days
        FROM trials_agerule
        WHERE group_id IN (SELECT id FROM party)
          AND box_id IS NULL AND side = 'include' AND anchor IN ({NOW})
        GROUP BY group_id
    ), named AS (
        SELECT rule.group_id, array_agg(disease.code) AS codes
        FROM trials_diseaserule AS rule
        JOIN trials_diseaserule_includes AS link ON link.diseaserule_id = rule.id
        JOIN trials_disease AS disease ON disease.id = link.disease_id
        WHERE rule.group_id IN (SELECT id FROM party)
          AND rule.box_id IS NULL AND rule.side = 'include'
        GROUP BY rule.group_id
    ), folded AS (
        SELECT party.trial_id, party.role,
            row_number() OVER (PARTITION BY party.trial_id ORDER BY party.role) = 1 AS is_first,
            CASE WHEN bool_and(limits.minimum_months IS NOT NULL)
                THEN min(limits.minimum_months) END AS minimum_months,
            CASE WHEN bool_and(limits.minimum_days IS NOT NULL)
                THEN min(limits.minimum_days) END AS minimum_days,
            CASE WHEN bool_and(limits.maximum_months IS NOT NULL)
                THEN max(limits.maximum_months) END AS maximum_months,
            CASE WHEN bool_and(limits.maximum_days IS NOT NULL)
                THEN max(limits.maximum_days) END AS maximum_days
        FROM party LEFT JOIN limits ON limits.group_id = party.id
        GROUP BY party.trial_id, party.role
    ), keyed AS (
        SELECT party.trial_id, party.role, array_agg(DISTINCT named_code.code) AS keys
        FROM party
        LEFT JOIN named ON named.group_id = party.id
        CROSS JOIN LATERAL unnest(coalesce(named.codes, '{{*}}')) AS named_code(code)
        GROUP BY party.trial_id, party.role
    ), placed AS (
        SELECT place.trial_id,
            array_agg(DISTINCT cell.number) AS cells,
            array_agg(DISTINCT site.country) AS countries
        FROM trials_trialsite AS place
        JOIN trial ON trial.id = place.trial_id
        JOIN trials_site AS site ON site.id = place.site_id
        CROSS JOIN LATERAL unnest(trials_cells(site.latitude, site.longitude)) AS cell(number)
        WHERE place.status IN ({OPEN_STATUSES}) OR NOT trial.is_open
        GROUP BY place.trial_id
    )
    SELECT trial.id, folded.role, folded.is_first, trial.is_open, trial.overall_status,
        trial.kind, trial.phases, coalesce(placed.countries, '{{}}'),
        coalesce(record.updated_on, trial.status_checked_on),
        folded.minimum_months, folded.minimum_days, folded.maximum_months, folded.maximum_days,
        keyed.keys, coalesce(placed.cells, '{{0}}'),
        to_tsvector('english', concat_ws(' ',
            trial.plain_title, trial.brief_title, trial.acronym, trial.nct_id, trial.goal,
            record.official_title, array_to_string(record.conditions, ' '),
            array_to_string(record.keywords, ' '), array_to_string(record.interventions, ' ')
        ))
    FROM trial
    JOIN folded ON folded.trial_id = trial.id
    JOIN keyed ON keyed.trial_id = trial.id AND keyed.role = folded.role
    LEFT JOIN placed ON placed.trial_id = trial.id
    LEFT JOIN trials_registryrecord AS record ON record.trial_id = trial.id
    ORDER BY trial.id
    ON CONFLICT (trial_id, role) DO UPDATE SET
        is_first = excluded.is_first, is_open = excluded.is_open, status = excluded.status,
        kind = excluded.kind, phases = excluded.phases, countries = excluded.countries,
        updated_on = excluded.updated_on,
        minimum_months = excluded.minimum_months, minimum_days = excluded.minimum_days,
        maximum_months = excluded.maximum_months, maximum_days = excluded.maximum_days,
        keys = excluded.keys, cells = excluded.cells, words = excluded.words
    WHERE (
        trials_searchrow.is_first, trials_searchrow.is_open, trials_searchrow.status,
        trials_searchrow.kind, trials_searchrow.phases, trials_searchrow.countries,
        trials_searchrow.updated_on,
        trials_searchrow.minimum_months, trials_searchrow.minimum_days,
        trials_searchrow.maximum_months, trials_searchrow.maximum_days,
        trials_searchrow.keys, trials_searchrow.cells, trials_searchrow.words
    ) IS DISTINCT FROM (
        excluded.is_first, excluded.is_open, excluded.status,
        excluded.kind, excluded.phases, excluded.countries, excluded.updated_on,
        excluded.minimum_months, excluded.minimum_days,
        excluded.maximum_months, excluded.maximum_days,
        excluded.keys, excluded.cells, excluded.words
    );
END $$;
"""

# By the name of the function: the tables that it watches, and whose trials changed there.
WATCHED = {
    "trials_search_trials": (
        ("trials_trial",),
        "SELECT id AS trial_id FROM changed",
    ),
    "trials_search_parts": (
        ("trials_participantgroup", "trials_trialsite", "trials_registryrecord"),
        "SELECT trial_id FROM changed",
    ),
    "trials_search_rules": (
        ("trials_agerule", "trials_diseaserule"),
        """SELECT party.trial_id FROM changed
           JOIN trials_participantgroup AS party ON party.id = changed.group_id""",
    ),
    "trials_search_links": (
        ("trials_diseaserule_includes",),
        """SELECT party.trial_id FROM changed
           JOIN trials_diseaserule AS rule ON rule.id = changed.diseaserule_id
           JOIN trials_participantgroup AS party ON party.id = rule.group_id""",
    ),
    "trials_search_sites": (
        ("trials_site",),
        """SELECT place.trial_id FROM changed
           JOIN trials_trialsite AS place ON place.site_id = changed.id""",
    ),
}
# A trigger that sees rows before and after may only be for one kind of statement each.
EVENTS = {
    "added": ("INSERT", "NEW"),
    "changed_from": ("UPDATE", "OLD"),
    "changed_to": ("UPDATE", "NEW"),
    "removed": ("DELETE", "OLD"),
}

WATCH = """
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    touched bigint[];
BEGIN
    IF current_setting('trials.search_rows', true) = 'later' THEN
        RETURN NULL;
    END IF;
    touched := ARRAY(SELECT DISTINCT trial_id FROM ({trials}) AS found ORDER BY trial_id);
    IF touched <> '{{}}' THEN
        PERFORM trials_refresh_search_rows(touched);
    END IF;
    RETURN NULL;
END $$;
"""

COUNT = """
CREATE FUNCTION trials_count_search_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO trials_searchcount (role, is_open, is_first, change)
        SELECT role, is_open, is_first, count(*) FROM added GROUP BY role, is_open, is_first;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO trials_searchcount (role, is_open, is_first, change)
        SELECT role, is_open, is_first, -count(*) FROM gone GROUP BY role, is_open, is_first;
    ELSE
        INSERT INTO trials_searchcount (role, is_open, is_first, change)
        SELECT role, is_open, is_first, sum(one) FROM (
            SELECT role, is_open, is_first, 1 AS one FROM added
            UNION ALL SELECT role, is_open, is_first, -1 FROM gone
        ) AS net
        GROUP BY role, is_open, is_first HAVING sum(one) <> 0;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER count_added AFTER INSERT ON trials_searchrow
REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION trials_count_search_rows();

CREATE TRIGGER count_changed AFTER UPDATE ON trials_searchrow
REFERENCING OLD TABLE AS gone NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION trials_count_search_rows();

CREATE TRIGGER count_removed AFTER DELETE ON trials_searchrow
REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION trials_count_search_rows();
"""

FILL = """
SELECT trials_refresh_search_rows(coalesce(array_agg(id), '{}')) FROM trials_trial;
"""


def create() -> str:
    statements = [MAP, REFRESH, COUNT]
    for function, (tables, trials) in WATCHED.items():
        statements.append(WATCH.format(function=function, trials=trials))
        statements += [
            f"CREATE TRIGGER search_row_{name} AFTER {event} ON {table} "
            f"REFERENCING {rows} TABLE AS changed "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}();"
            for table in tables
            for name, (event, rows) in EVENTS.items()
        ]
    return "\n".join([*statements, FILL])


def drop() -> str:
    functions = [f"{function}()" for function in WATCHED]
    functions += [
        "trials_count_search_rows()",
        "trials_refresh_search_rows(bigint[])",
        "trials_roles(bigint, text[])",
        "trials_cells(float, float)",
        "trials_km(float, float, float, float)",
    ]
    return "\n".join(f"DROP FUNCTION {function} CASCADE;" for function in functions)


class Migration(migrations.Migration):
    dependencies = [("trials", "0010_search_rows")]

    operations = [migrations.RunSQL(create(), drop())]
