import gc
from collections.abc import Iterator

import pytest

from trials.actions.importing import looked_through_rarely


@pytest.fixture
def nothing_set_aside() -> Iterator[None]:
    """As in a process of its own; the tests have set aside what they began with."""
    gc.unfreeze()
    yield
    gc.freeze()


@pytest.mark.usefixtures("nothing_set_aside")
def test_the_collector_is_as_it_was_after_an_import() -> None:
    before = gc.get_threshold()
    with looked_through_rarely():
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


@pytest.mark.usefixtures("nothing_set_aside")
def test_what_a_program_had_set_aside_stays_so() -> None:
    gc.freeze()
    with looked_through_rarely():
        assert gc.get_freeze_count() > 0
    assert gc.get_freeze_count() > 0


def test_the_collector_is_as_it_was_after_an_import_that_failed() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyboardInterrupt), looked_through_rarely():
        raise KeyboardInterrupt
    assert gc.get_threshold() == before
