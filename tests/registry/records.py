"""Study records with nothing but what says which disease they are about."""

from collections.abc import Iterable

from msgspec.structs import replace

from trials.registry.records import MeshTerm, StudyRecord
from trials.registry.studies import read_study


def disease_record(
    *conditions: str,
    title: str = "",
    keywords: Iterable[str] = (),
    mesh: Iterable[str] = (),
    summary: str = "",
) -> StudyRecord:
    empty = read_study({"protocolSection": {"identificationModule": {"nctId": "NCT00000000"}}})
    return replace(
        empty,
        conditions=conditions,
        brief_title=title,
        keywords=tuple(keywords),
        mesh=tuple(MeshTerm("", heading) for heading in mesh),
        summary=summary,
    )
