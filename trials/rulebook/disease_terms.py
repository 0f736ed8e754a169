"""All names of diseases, as the terms of a registry are read with.

What a coordinator adds to the names of a disease counts at the next import. Behind the
names come the derived terms that are shipped with the site (``tools/disease_terms.py``);
before them only the few that registries use for more than we do: "sickle cell anemia".
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from trials.eligibility.diseases import DiseaseGraph
from trials.models import Disease, DiseaseCatalogue, DiseaseName
from trials.registry.disease_vocabulary import (
    DiseaseVocabulary,
    KnownTerm,
    Reason,
    make_vocabulary,
)
from trials.rulebook.diseases import disease_graph

DERIVED = Path("fixtures", "disease_terms.json")
"""Below the project's folder."""


def disease_vocabulary() -> DiseaseVocabulary:
    """The vocabulary as it stands in the database now; made anew only after a change.

    One query when nothing has changed. Raises FileNotFoundError when the derived terms
    are not where they were shipped.
    """
    return _vocabulary_of_version(DiseaseCatalogue.current_version())


@lru_cache(maxsize=2)
def _vocabulary_of_version(version: int) -> DiseaseVocabulary:
    """``version`` is the cache key alone: another number means other rows."""
    rows = Disease.objects.values_list("code", "preferred_name", "plain_name")
    return vocabulary_of(
        disease_graph(),
        main=[(code, name) for code, *names in rows for name in names],
        # Registries write English, where short forms of Spanish names mean something else.
        others=DiseaseName.objects.filter(language=DiseaseName.Language.ENGLISH).values_list(
            "disease__code", "name"
        ),
    )


def vocabulary_of(
    graph: DiseaseGraph,
    main: Iterable[tuple[str, str]],
    others: Iterable[tuple[str, str]],
) -> DiseaseVocabulary:
    """The vocabulary of main and other names, each with the code of its disease."""
    derived = json.loads((Path(settings.BASE_DIR) / DERIVED).read_text(encoding="utf-8"))
    return make_vocabulary(
        graph,
        (
            _terms_of(derived["foreign"], Reason.OUTSIDE),
            _terms_of(derived["wider"], Reason.SYNONYM),
            (KnownTerm(name, (code,), Reason.NAME) for code, name in main),
            (KnownTerm(name, (code,), Reason.SYNONYM) for code, name in others),
            _terms_of(derived["names"], Reason.SYNONYM),
            _terms_of(derived["narrower"], Reason.BROADER),
        ),
    )


def _terms_of(part: Mapping[str, Iterable[str]], reason: Reason) -> Iterator[KnownTerm]:
    """Of one part of the file: by codes joined with blanks, the terms that mean all of them."""
    for codes, texts in part.items():
        for text in texts:
            yield KnownTerm(text, tuple(codes.split()), reason)
