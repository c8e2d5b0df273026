"""Opposite words about one thing."""

import pytest

from services.ledger.comparing.comparers import judge

ROWS = [
    ("5: Operating profit of {Mirae} rose from <a year before=2025-01-01/2026-01-01>", "5: Operating profit of {Mirae} dropped from the level of <a year before=2025-01-01/2026-01-01>", "contradicts", "antonyms.opposite_direction"),
    ("5: Shares in {Los Llanos} rose in Santiago on the merger", "5: Shares in {Los Llanos} fell in Santiago on the merger", "contradicts", "antonyms.opposite_direction"),
    ("5: The crushing margin of {Parana} widened in the quarter", "5: The crushing margin of {Parana} narrowed in the quarter", "contradicts", "antonyms.opposite_direction"),
    ("5: The court found plant manager {Wen} guilty of theft", "6: The court acquitted plant manager {Wen} of theft", "contradicts", "antonyms.opposite_guilt"),
    ("1: The court found plant manager {Wen} guilty of theft", "28: The court acquitted plant manager {Wen} of theft", "contradicts", "antonyms.opposite_guilt"),
    ("5: {Brussels} approved the takeover of yeast maker Gistra", "5: {Brussels} rejected the takeover of yeast maker Gistra", "contradicts", "antonyms.opposite_approval"),
    ("5: The {Halcones} won the deciding game in the league", "6: The {Halcones} lost the deciding game in the league", "contradicts", "antonyms.opposite_result"),
    ("5: The port of {Marsa Zerga} opened to tankers", "5: The port of {Marsa Zerga} closed to tankers", "contradicts", "antonyms.opposite_access"),
    ("5: {Korvala} raised its guidance for the business", "5: {Korvala} cut its guidance for the business", "contradicts", "antonyms.opposite_change"),
    ("5: {Turkey} granted her access to the prisons", "6: {Turkey} refused her access to the prisons", "contradicts", "antonyms.opposite_grant"),
    # update: what turns may turn back
    ("5: The port of {Marsa Zerga} closed to tankers", "9: The port of {Marsa Zerga} opened to tankers", "updates", "antonyms.later_turn"),
    ("5: Shares in {Los Llanos} rose in Santiago on the merger", "12: Shares in {Los Llanos} fell in Santiago on the merger", "updates", "antonyms.later_turn"),
    # different_time
    ("5: Turnout in {Madeira} fell among voters <in 2019=2019-01-01/2020-01-01>", "5: Turnout in {Madeira} rose among voters <in 2023=2023-01-01/2024-01-01>", "unrelated", "antonyms.different_time"),
    # different_scope
    ("5: Shares in {Korvala} rose in early trading in Helsinki", "5: Shares in {Korvala} fell in Helsinki trading", "unrelated", "antonyms.different_scope"),
    ("5: Annual inflation in {Chile} fell again for consumers", "5: Core inflation in {Chile} rose for consumers", "unrelated", "antonyms.different_scope"),
    # different_entity, different thing
    ("5: Shares in {Los Llanos} rose in Santiago on the merger", "5: Shares in {Cobre Sur} fell in Santiago on the merger", None, None),
    ("5: Profit at {Mirae} rose while staff stayed flat at the studio in the capital", "5: Staff at the {Mirae} studio in the capital dropped off gifts", None, None),
    ("5: Oil output at the {Marimba} field in the delta rose, officials say", "5: Gas output at the {Marimba} field in the delta fell, officials say", "unrelated", "antonyms.different_thing"),
    # Both ends in one claim
    ("5: Profit at {Mirae} rose and sales fell at the studio", "5: Profit at the {Mirae} studio fell", None, None),
    # Opposite words, opposite polarity: paraphrase
    ("5: {Brussels} approved the takeover of yeast maker Gistra", "5 negated: {Brussels} did not reject the takeover of yeast maker Gistra", None, None),
    # hedged, plan_vs_outcome
    ("5 hedged: Ticket prices of {Aurora} may rise on shared routes", "5: Ticket prices of {Aurora} fall on shared routes", "unrelated", "antonyms.hedged"),
    ("5 planned: Ticket prices of {Aurora} will rise on shared routes", "7: Ticket prices of {Aurora} fall on shared routes", "updates", "antonyms.plan_and_outcome"),
    # attributed_dispute
    ("5 @Hegde: Ticket prices of {Aurora} rise on shared routes", "5 @Rao: Ticket prices of {Aurora} fall on shared routes", "disputes", "antonyms.attributed"),
    ("5 @Hegde: Ticket prices of {Aurora} rise on shared routes", "5: Ticket prices of {Aurora} fall on shared routes", "contradicts", "antonyms.opposite_direction"),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later", "relation", "rule"), ROWS)
def test_antonyms(pair, earlier, later, relation, rule):
    verdict = judge(*pair(earlier, later))
    assert (verdict and verdict.relation, verdict and verdict.rule) == (relation, rule)


def test_a_person_can_read_why(pair):
    verdict = judge(*pair(ROWS[3][0], ROWS[3][1]))
    assert (verdict.normalized_a, verdict.normalized_b) == ("guilty", "acquitted")
    assert verdict.explanation.startswith("Alpha Post says “The court found plant manager Wen guilty of theft”; ")
