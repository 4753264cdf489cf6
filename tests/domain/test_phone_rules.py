"""Near the office, and far away from it."""

import pytest

from queue_server.domain.errors import Invalid, NotAllowed
from queue_server.domain.phone_rules import PhoneRules, Position, distance_m

OFFICE = Position(21.0278, 105.8342)
NEAR = Position(21.0278, 105.8362)  # two thousandths of a degree to the east: some 208 m there
FAR = Position(21.0378, 105.8342)
RULES = PhoneRules(take="place", location=OFFICE, distance_m=250)


def test_distances_are_those_of_a_map() -> None:
    # One minute of latitude is a nautical mile, 1,852 m; the cathedral of Sài Gòn is some 1,140 km from Hà Nội.
    assert distance_m(Position(21, 105), Position(21 + 1 / 60, 105)) == pytest.approx(1852, rel=0.002)
    assert distance_m(OFFICE, Position(10.7798, 106.6990)) == pytest.approx(1_143_000, rel=0.01)
    assert distance_m(OFFICE, OFFICE) == 0


def test_a_phone_near_the_office_may_take_a_number_and_its_own_doubt_is_on_its_side() -> None:
    RULES.refuse_far_away(NEAR, 10)
    with pytest.raises(NotAllowed, match="too_far_away"):
        RULES.refuse_far_away(FAR, 10)
    with pytest.raises(NotAllowed, match="too_far_away"):
        PhoneRules(take="place", location=OFFICE, distance_m=150).refuse_far_away(NEAR, 10)
    PhoneRules(take="place", location=OFFICE, distance_m=150).refuse_far_away(NEAR, 100)


@pytest.mark.parametrize(("where", "accuracy"), [(None, 0.0), (NEAR, 5000.0)])
def test_a_phone_that_does_not_know_where_it_is_is_told_so(where: Position | None, accuracy: float) -> None:
    with pytest.raises(Invalid, match="no_position"):
        RULES.refuse_far_away(where, accuracy)


def test_an_office_offers_nothing_by_phone_unless_it_says_so() -> None:
    assert not PhoneRules().offers("A")
    assert PhoneRules(take="code").offers("A")
    assert not PhoneRules(take="code", services=frozenset({"B"})).offers("A")
