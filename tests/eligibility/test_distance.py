import pytest

from trials.eligibility.distance import kilometres_between

MEMPHIS = (35.1495, -90.0490)
BOSTON = (42.3601, -71.0589)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        pytest.param(MEMPHIS, BOSTON, 1_828, id="Memphis to Boston"),
        pytest.param(MEMPHIS, (51.5074, -0.1278), 7_000, id="Memphis to London"),
        pytest.param((0, 0), (0, 90), 10_008, id="a quarter of the equator"),
        pytest.param((0, 0), (0, 180), 20_015, id="the other side of the earth"),
        pytest.param((90, 0), (-90, 77), 20_015, id="pole to pole"),
        pytest.param((0, 179.5), (0, -179.5), 111, id="across the date line"),
        pytest.param((35.0, -90.0), (35.00001, -90.0), 0.00111, id="next door"),
        pytest.param(MEMPHIS, MEMPHIS, 0, id="here"),
    ],
)
def test_distance_is_the_great_circle_in_both_directions(
    one: tuple[float, float], other: tuple[float, float], km: float
) -> None:
    assert kilometres_between(*one, *other) == pytest.approx(km, rel=0.01)
    assert kilometres_between(*other, *one) == pytest.approx(kilometres_between(*one, *other))
