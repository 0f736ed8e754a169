"""A search row knows the kinds of treatment that a trial names.

The words are those of trials.registry.treatments on the day of this migration; who changes
them there makes the function anew in another migration.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

CREATE = """
CREATE FUNCTION trials_treatments(words tsvector) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN words @@ to_tsquery('english', '
        car | cars | cart | (chimeric <-> antigen <-> receptor) | tisagenlecleucel |
        axicabtagene | brexucabtagene | obecabtagene
        ') THEN 'car_t' END,
        CASE WHEN words @@ to_tsquery('english', '
        (nk <-> cell) | (nk <-> cells) | (natural <-> killer) |
        (donor <-> lymphocyte) | (donor <-> lymphocytes) | (virus <-> specific)
        ') THEN 'cells' END,
        CASE WHEN words @@ to_tsquery('english', '
        transplant | transplants | transplantation | transplanted | hsct | hct |
        bmt
        ') THEN 'transplant' END,
        CASE WHEN words @@ to_tsquery('english', '
        inhibitor | inhibitors | imatinib | dasatinib | nilotinib | ponatinib |
        ruxolitinib | sorafenib | gilteritinib | quizartinib | midostaurin |
        crizotinib | larotrectinib | entrectinib | selumetinib | trametinib |
        dabrafenib | tovorafenib | venetoclax | navitoclax | revumenib |
        ziftomenib | bortezomib | palbociclib
        ') THEN 'targeted' END,
        CASE WHEN words @@ to_tsquery('english', '
        antibody | antibodies | blinatumomab | inotuzumab | gemtuzumab | rituximab |
        dinutuximab | naxitamab | daratumumab | brentuximab | nivolumab |
        pembrolizumab | tafasitamab | glofitamab | emapalumab
        ') THEN 'antibody' END,
        CASE WHEN words @@ to_tsquery('english', '
        chemotherapy | chemotherapies | vincristine | methotrexate | cytarabine |
        cyclophosphamide | doxorubicin | daunorubicin | mitoxantrone |
        mercaptopurine | asparaginase | pegaspargase | calaspargase | etoposide |
        ifosfamide | carboplatin | cisplatin | temozolomide | irinotecan |
        topotecan | fludarabine | clofarabine | nelarabine | busulfan | melphalan |
        thiotepa | treosulfan | azacitidine | decitabine
        ') THEN 'chemotherapy' END,
        CASE WHEN words @@ to_tsquery('english', '
        radiation | radiotherapy | irradiation | proton | mibg
        ') THEN 'radiation' END,
        CASE WHEN words @@ to_tsquery('english', '
        (gene <-> therapy) | (gene <-> editing) | lentiviral
        ') THEN 'gene' END,
        CASE WHEN words @@ to_tsquery('english', '
        vaccine | vaccines | vaccination
        ') THEN 'vaccine' END,
        CASE WHEN words @@ to_tsquery('english', '
        surgery | surgical | resection
        ') THEN 'surgery' END
    ], NULL)
$$;
"""

DROP = "DROP FUNCTION trials_treatments(tsvector);"


class Migration(migrations.Migration):
    dependencies = [("trials", "0024_roles")]

    operations = [
        migrations.RunSQL(CREATE, DROP),
        migrations.AddField(
            model_name="searchrow",
            name="treatments",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(models.F("words"), function="trials_treatments"),
                output_field=django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=12), size=None
                ),
            ),
        ),
    ]
