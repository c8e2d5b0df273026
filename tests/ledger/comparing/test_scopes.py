"""Figures that hold of another time, place or party are other facts, and nothing else makes them so."""

import pytest

from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.overlay import overlay
from services.ledger.comparing.scopes import other_scope

Y2024, Y2025 = "<in 2024=2024-01-01/2025-01-01>", "<in 2025=2025-01-01/2026-01-01>"
MAY = "<in May=2024-05-01/2024-06-01>"
MONDAY, SUNDAY = "<on Monday=2026-03-02/2026-03-03>", "<on Sunday=2026-03-08/2026-03-09>"
WEEK = "<this week=2026-03-02/2026-03-09>"

ROWS = [
    # each figure has its own time
    (f"5: Inflation was [5.1 per cent=5.1 percent;] {Y2024}", f"5: Inflation was [6.2 per cent=6.2 percent;] {Y2025}", "scopes.other_time"),
    (f"5: {Y2024} inflation was [5.1 per cent=5.1 percent;]", f"5: {Y2025} it was [6.2 per cent=6.2 percent;]", "scopes.other_time"),
    (f"5: {Y2024} the {{Bank}} gave [5=5;loans] loans to [3=3;firms] firms", f"5: {Y2025} the {{Bank}} gave [9=9;loans] loans", "scopes.other_time"),
    (f"5: The ferry had [12=12;passengers] passengers {MONDAY}", f"5: The ferry had [30=30;passengers] passengers {SUNDAY}", "scopes.other_time"),
    # the times meet, or only one is told
    (f"5: Inflation was [5.1 per cent=5.1 percent;] {Y2024}", f"5: Inflation was [6.2 per cent=6.2 percent;] {Y2024}", None),
    (f"5: Inflation was [5.1 per cent=5.1 percent;] {Y2024}", f"5: Inflation was [6.2 per cent=6.2 percent;] {MAY}", None),
    (f"5: The ferry had [12=12;passengers] passengers {WEEK}", f"5: The ferry had [30=30;passengers] passengers {SUNDAY}", None),
    (f"5: Inflation was [5.1 per cent=5.1 percent;] {Y2024}", "5: Inflation was [6.2 per cent=6.2 percent;]", None),
    ("5: The {Bank} gave [5=5;loans] loans", "5: The {Bank} gave [9=9;loans] loans", None),
    # a time that is another figure's, a yardstick, or of what is done with things already counted
    (f"5: The fleet has [22=22;aircraft] aircraft {MONDAY}", f"5: The fleet numbers [19=19;aircraft] aircraft, after [three=3;jets] jets were returned {SUNDAY}", None),
    (f"5: Prices rose by [5 per cent=5 percent;] {Y2025}", f"5: Prices rose by [9 per cent=9 percent;] more than {Y2024}", None),
    (f"5: {{Ica}} expelled [three=3;envoys] envoys {MONDAY}", f"5: The [two=2;envoys] envoys left {SUNDAY}", None),
    # one of several figures disagrees within one scope
    (f"5: Inflation was [5.1 per cent=5.1 percent;] {Y2024} and [6.2 per cent=6.2 percent;] {Y2025}", f"5: Inflation was [6.8 per cent=6.8 percent;] {Y2025}", None),
    # figures that agree need no scope
    (f"5: Inflation was [5.1 per cent=5.1 percent;] {Y2024}", f"5: Inflation was [5.1 per cent=5.1 percent;] {Y2025}", None),
    # places
    ("5 does=die where=Riga: [12=12;people] people died in {Riga}", "5 does=die where=Tallinn: [9=9;people] people died in {Tallinn}", "scopes.other_place"),
    ("5 does=die where=Riga: [12=12;people] people died in {Riga}", "5 does=die where=Tallinn: [9=9;people] people died in {Tallinn} near {Riga}", None),
    ("5 does=die where=Riga: [12=12;people] people died in {Riga}", "5 does=die where=Riga: [9=9;people] people died in {Riga}", None),
    ("5 does=die where=Riga: [12=12;people] people died in {Riga}", "5 does=die: [9=9;people] people died", None),
    # parties
    ("5 who=Acme does=hire: {Acme} hired [5=5;pilots] pilots", "5 who=Bolt does=hire: {Bolt} hired [9=9;pilots] pilots", "scopes.other_party"),
    ("5 who=Acme does=hire: {Acme} hired [5=5;pilots] pilots", "5 who=Acme does=hire: {Acme} hired [9=9;pilots] pilots", None),
    ("5 who=Acme does=hire: {Acme} hired [5=5;pilots] pilots", "5 who=Bolt does=hire: {Bolt} hired [9=9;pilots] pilots for {Acme}", None),
    ("5 who=Cyclone_Ruvi does=be: {Cyclone Ruvi} was a category [four=4;storm] storm", "5 who=Ruvi does=be: {Ruvi} was a category [two=2;storm] storm", None),
    ("5 who=Acme does=hire: {Acme} hired [5=5;pilots] pilots", "5 who=the_firm does=hire: The firm hired [9=9;pilots] pilots", None),
    ("5 who=Riga does=win whom=cup: {Riga} won the cup by [5=5;goals] goals", "5 who=Oslo does=win whom=cup: {Oslo} won the cup by [3=3;goals] goals", None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "scope"), ROWS)
def test_figures_of_two_scopes_are_two_facts(pair, one, other, scope):
    a, b = map(frame_of, pair(one, other))
    assert other_scope(overlay(a, b)) == other_scope(overlay(b, a)) == scope
