import gc

import pytest

from trials.actions.importing import looked_through_rarely


def test_the_collector_is_as_it_was_after_an_import() -> None:
    before = gc.get_threshold()
    with looked_through_rarely():
        assert gc.isenabled()
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_the_collector_is_as_it_was_after_an_import_that_failed() -> None:
    before = gc.get_threshold()
    with pytest.raises(KeyboardInterrupt), looked_through_rarely():
        raise KeyboardInterrupt
    assert gc.get_threshold() == before
