import pytest

from tests.registry.records import disease_record
from tests.shipped_vocabulary import shipped_vocabulary
from trials.catalogue import CATALOGUE
from trials.registry.disease_status import read_status
from trials.registry.diseases import read_diseases

BACK = {"relapsed", "refractory"}
NEW = {"newly_diagnosed", "on_first_treatment"}
GONE = {"in_remission", "on_first_treatment", "off_therapy_survivor", "relapsed"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Blinatumomab in Relapsed or Refractory ALL", BACK),
        ("A Phase 1 Study in R/R AML", BACK),
        ("Recurrent or Progressive Medulloblastoma", BACK),
        ("Acute Leukemia, Relapsed", BACK),
        ("X and Y for Children and Adults With Persistent or Recurrent ALL", BACK),
        ("Newly Diagnosed Acute Lymphoblastic Leukemia", NEW),
        ("Previously Untreated Hodgkin Lymphoma", NEW),
        ("Maintenance-free Vaccine for AML in Complete Remission", set()),
        ("Vaccine for AML in Complete Remission", GONE),
        ("Newly Diagnosed and Relapsed Neuroblastoma", NEW | BACK),
    ],
)
def test_status_of_a_title_is_read_widely(title: str, expected: set[str]) -> None:
    assert read_status([title], ["Leukemia"]).values == expected


@pytest.mark.parametrize(
    "title",
    [
        "Relapsed or High-Risk Neuroblastoma",
        "Recurrent or Metastatic Osteosarcoma",
        "Advanced, Refractory, or Recurrent Sarcoma",
        "Preventing Relapse After Transplant",
        "Vitamin D and Risk of Recurrent Disease",
        "Refractory Anemia With Excess Blasts",
        "Relapsed, Secondary or De Novo AML",
        "First-line Stage IV or Recurrent Lymphoma",
        "Stage III and/or Relapsed Neuroblastoma",
        "Neuroblastoma",
    ],
)
def test_title_that_leaves_another_way_in_gives_no_status(title: str) -> None:
    assert read_status([title], ["Leukemia"]).values == set()


def test_second_title_may_open_what_the_first_one_closes() -> None:
    titles = ["Recurrent Osteosarcoma", "A Trial in Recurrent or Metastatic Osteosarcoma"]

    assert read_status(titles, []).values == set()


def test_conditions_count_when_every_one_of_them_says_it() -> None:
    every = ["Recurrent Childhood AML", "Refractory Childhood ALL"]

    assert read_status(["A Study of X"], every).values == BACK
    assert read_status(["A Study of X"], [*every, "Lymphoma"]).values == set()
    assert read_status(["A Study of X"], []).values == set()


def test_keyword_adds_what_it_says() -> None:
    status = read_status(["X for Recurrent AML"], ["AML"], ["untreated childhood AML"])

    assert status.values == BACK | NEW


def test_quotes_are_the_texts_that_say_it() -> None:
    titles = ["X in Children", "X in Children With Relapsed ALL"]

    assert read_status(titles, []).quotes == (titles[1],)


def test_status_of_a_reading_is_that_of_a_cancer() -> None:
    title = "X for Recurrent Strokes"

    def status(condition: str) -> frozenset[str]:
        return read_diseases(disease_record(condition, title=title), shipped_vocabulary()).status

    assert status("Leukemia") == BACK
    assert status("Sickle Cell Disease") == set()
    assert status("Hypertension") == set()


def test_values_are_those_of_the_catalogue() -> None:
    known = next(fact for fact in CATALOGUE if fact.key == "disease_status").values

    assert set(known) >= BACK | NEW | GONE
