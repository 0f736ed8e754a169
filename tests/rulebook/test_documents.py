from collections.abc import Iterator

import msgspec
import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.agreement.generated import Generator
from tests.every_study import every_study
from trials.eligibility.evaluation import GroupRules, TrialRules
from trials.eligibility.facts import Role
from trials.models import Trial
from trials.rulebook import disease_graph, rules_for, with_rules
from trials.rulebook.documents import read_rules, write_rules

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def studies(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with every_study(django_db_blocker):
        yield


def test_document_of_every_shipped_study_reads_as_its_rules() -> None:
    for trial in with_rules(Trial.objects.all()):
        rules = rules_for(trial)
        assert read_rules(trial.slug, write_rules(rules)) == rules


@pytest.mark.parametrize("seed", range(20))
def test_document_of_any_tree_reads_as_the_same_tree(seed: int) -> None:
    generator = Generator(seed, disease_graph())
    rules = TrialRules(
        "drawn",
        (
            GroupRules("main", frozenset(), generator.tree()),
            GroupRules("donor", frozenset({Role.DONOR, Role.SIBLING}), generator.tree()),
        ),
    )

    assert read_rules("drawn", write_rules(rules)) == rules


def test_same_rules_make_the_same_document() -> None:
    roles = frozenset(Role)
    tree = Generator(7, disease_graph()).tree()

    documents = {write_rules(TrialRules("one", (GroupRules("g", roles, tree),))) for _ in range(3)}
    assert len(documents) == 1


def test_what_is_no_document_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        read_rules("broken", b'[{"key": 7}]')
