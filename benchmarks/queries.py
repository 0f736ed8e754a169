"""What families ask: eight kinds of questions, the same ones in every run."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.drawing import COMMON, SEED, TOPICS, Registry, cities
from trials.disease_search import disease_names
from trials.filters import TrialFilter
from trials.finder import Sort, Wish
from trials.rulebook import disease_graph
from trials.views import clock

PATIENT = "age + dx"
WORDED = "age + dx + text"
NEAR = "age + dx + distance"
ROOT = "root diagnosis"
TEXT = "text only"
AGE = "age only"
DISEASE = "diagnosis only"
NEAREST = "age + dx, nearest first"
KINDS = (PATIENT, WORDED, NEAR, ROOT, TEXT, AGE, DISEASE, NEAREST)
OF_ONE_PATIENT = (PATIENT, WORDED, NEAR)
"""What nearly everybody asks."""

_TOLD = {
    PATIENT: ("age", "diagnosis"),
    WORDED: ("age", "diagnosis", "words"),
    NEAR: ("age", "diagnosis", "near", "radius"),
    ROOT: ("age", "root"),
    TEXT: ("words",),
    AGE: ("age",),
    DISEASE: ("diagnosis",),
    NEAREST: ("age", "diagnosis", "near"),
}
_FIRST_CITIES = 300


@dataclass(frozen=True, eq=False)
class Query:
    """``answers`` as the first form takes them; ``sort`` stands in the address.

    Each is one of its own, though two families may ask the same.
    """

    kind: str
    answers: dict[str, str]
    sort: Sort = Sort.FIT

    @property
    def address(self) -> str:
        return "/results/" if self.sort is Sort.FIT else f"/results/?sort={self.sort}"

    def wish(self) -> Wish:
        """Raises ValueError for answers that the form would refuse."""
        return self.filter().wish(sort=self.sort)

    def filter(self) -> TrialFilter:
        return TrialFilter(
            self.answers, today=clock.today(), catalogue=disease_names(), graph=disease_graph()
        )


def draw_queries(registry: Registry, of_each_kind: int) -> list[Query]:
    """In rotation: a tight loop on one kind would flatter whoever keeps something."""
    chance = Random(SEED)
    drawn = {kind: list(_of_kind(kind, of_each_kind, registry, chance)) for kind in KINDS}
    return [drawn[kind][number] for number in range(of_each_kind) for kind in KINDS]


def _of_kind(kind: str, count: int, registry: Registry, chance: Random) -> Iterator[Query]:
    sort = Sort.NEAREST if kind == NEAREST else Sort.FIT
    while count:
        query = Query(kind, dict(_answers(_TOLD[kind], registry, chance)), sort)
        if query.filter().is_valid():
            yield query
            count -= 1


def _answers(
    told: tuple[str, ...], registry: Registry, chance: Random
) -> Iterator[tuple[str, str]]:
    """Children and young people; diseases and words by how often trials name them."""
    for name in told:
        match name:
            case "age":
                yield "age_years", str(chance.randrange(0, 22))
            case "diagnosis":
                yield "diagnosis", registry.name(registry.disease(chance))
            case "root":
                yield "diagnosis", registry.name(COMMON[chance.randrange(3)])
            case "words":
                yield "words", chance.choice(TOPICS)
            case "near":
                city = cities()[chance.randrange(_FIRST_CITIES)]
                yield "near", ", ".join(filter(None, (city.name, city.state, city.country)))
            case "radius":
                yield "radius", chance.choice(("50", "100", "250"))
