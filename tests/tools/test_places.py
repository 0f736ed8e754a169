"""The list of cities is made from the places that registries name."""

import gzip
from pathlib import Path

import pytest

from tools import places

HEAD = "city\tstate\tcountry\tlat\tlon\tn\tsources\tzips"
ROWS = (
    "Memphis\tTN\tUnited States\t35.1212\t-89.8645\t99\tcts\t38104",
    "Memphis\tTennessee\tUnited States\t35.14953\t-90.04898\t14\tctgov\t38105",
    "MEMPHIS\tTennessee\tUnited States\t35.14953\t-90.04898\t1\tctgov\t",
    "Paris\t\tFrance\t48.8534\t2.3488\t200\tctgov,cts\t75005",
    "Paris\tOrne\tFrance\t43.1\t5.9\t1\tctgov\t75013",
    "Blois\t\tFrance\t39.0873\t-84.548\t1\tcts\t41016",
    "Paris\tTX\tUnited States\t33.5757\t-95.545\t1\tcts\t75460",
    "Paris\tTexas\tUnited States\t33.6609\t-95.5551\t1\tctgov\t75460",
    "Paris\tKentucky\tUnited States\t38.2098\t-84.253\t1\tctgov\t40361",
)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    source, target = tmp_path / "source.tsv.gz", tmp_path / "places.tsv.gz"
    source.write_bytes(gzip.compress("\n".join((HEAD, *ROWS, "")).encode()))
    monkeypatch.setattr(places, "LIST", target)
    assert places.main([str(source)]) == 0
    return target.read_bytes()


def test_each_city_is_listed_once_with_most_places_first(made: bytes) -> None:
    """Without those that lie where no city of the name can."""
    assert gzip.decompress(made).decode().splitlines() == [
        "Paris\t\tFrance\t48.853\t2.349",
        "Memphis\tTennessee\tUnited States\t35.15\t-90.049",
        "Paris\tTexas\tUnited States\t33.661\t-95.555",
        "Paris\tKentucky\tUnited States\t38.21\t-84.253",
    ]


def test_same_cities_make_the_same_file(made: bytes) -> None:
    assert made[4:8] == bytes(4), "a time in the file would make every list a new one"


def test_source_has_to_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert places.main([]) == 2
    assert "python -m tools.places" in capsys.readouterr().err
