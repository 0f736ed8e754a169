from tests.catalogue.facts_page import PAGE, facts_page
from trials.catalogue import CATALOGUE


def test_page_of_facts_is_as_the_catalogue() -> None:
    """When it is not: ``python -m tests.catalogue.facts_page``."""
    assert PAGE.read_text() == facts_page()


def test_page_names_every_fact() -> None:
    page = facts_page()

    assert [fact.key for fact in CATALOGUE if f"### `{fact.key}`" not in page] == []
