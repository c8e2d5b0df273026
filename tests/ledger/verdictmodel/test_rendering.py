from datetime import date

import pytest

from services.ledger.verdictmodel.rendering import Side, render

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Side("A."), Side("B."), ("A.", "B.")),
        (Side("A.", MONDAY), Side("B.", MONDAY), ("2 March 2026: A.", "same day: B.")),
        (Side("A.", MONDAY), Side("B.", date(2026, 3, 3)), ("2 March 2026: A.", "1 day later: B.")),
        (Side("A.", MONDAY), Side("B.", date(2026, 4, 16)), ("2 March 2026: A.", "45 days later: B.")),
        (Side("A.", MONDAY), Side("B.", date(2026, 5, 2)), ("2 March 2026: A.", "2 months later: B.")),
        (Side("A.", MONDAY), Side("B.", date(2029, 3, 2)), ("2 March 2026: A.", "3 years later: B.")),
        (
            Side("A.", MONDAY, "Ruxandra Peiu"),
            Side("B.", date(2026, 3, 5), "Plata Wire"),
            ("2 March 2026: Ruxandra Peiu: A.", "3 days later: Plata Wire: B."),
        ),
        (Side("B.", date(2026, 3, 5)), Side("A.", MONDAY), ("2 March 2026: A.", "3 days later: B.")),
        (Side("A.", None, "Peiu"), Side("B.", MONDAY), ("Peiu: A.", "B.")),
    ],
)
def test_a_pair_is_told_from_the_earlier_side_on(one, other, expected):
    assert render(one, other) == expected


def test_the_order_of_two_sides_of_one_day_does_not_matter():
    one, other = Side("Four people died.", MONDAY), Side("Five people died.", MONDAY, "Peiu")
    assert render(one, other) == render(other, one)
