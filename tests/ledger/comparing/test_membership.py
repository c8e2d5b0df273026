"""Who has joined, and who has yet to join."""

import pytest

from services.ledger.comparing.comparers import judge

IN, OUT = "join=Germany,France;coalition_of_the_willing", "negated join=France;the_coalition"
ROWS = [
    (f"5 {IN}: {{Germany}} and {{France}} joined the coalition of the willing", f"5 {OUT}: {{France}} has yet to join the coalition", "contradicts", "membership.joined_and_not_joined"),
    (f"5? {IN}: {{Germany}} and {{France}} joined the coalition of the willing", f"9? {OUT}: {{France}} has yet to join the coalition", "contradicts", "membership.joined_and_not_joined"),
    # Who is in on Monday and reported not to be in on Friday never left: leaving would be the news.
    (f"5 {IN}: {{Germany}} and {{France}} joined the coalition of the willing", f"9 {OUT}: {{France}} has yet to join the coalition", "contradicts", "membership.joined_and_not_joined"),
    ("5 join=Aurora_Cargo;the_pact: {Aurora Cargo} is part of the pact", "5 negated join=Aurora_Cargo;the_pact: {Aurora Cargo} is not part of the pact", "contradicts", "membership.joined_and_not_joined"),
    ("5 join=Zahir;the_Reef_Party: {Zahir} has been a member of the {Reef Party}", "5 negated join=Zahir;Reef_Party: {Zahir} never joined the {Reef Party}", "contradicts", "membership.joined_and_not_joined"),
    ("5 negated join=Rwanda;the_force: {Rwanda} is not among the contributors", "5 join=Rwanda,Ghana;the_force: {Rwanda} and {Ghana} contribute to the force", "contradicts", "membership.joined_and_not_joined"),
    ("5 join=Obi;the_outbreak_committee: {Obi} sits on the outbreak committee", "6 negated join=Obi;the_committee: {Obi} is not on the committee", "contradicts", "membership.joined_and_not_joined"),
    # update: not in yet, then in
    (f"5 {OUT}: {{France}} has yet to join the coalition", f"9 {IN}: {{Germany}} and {{France}} joined the coalition of the willing", "updates", "membership.joined_later"),
    ("5 negated join=Norway;the_fund: {Norway} is not in the fund", "28 join=Norway;the_fund: {Norway} joined the fund", "updates", "membership.joined_later"),
    ("5 join=Rwanda;the_force: {Rwanda} joined the force", "7 negated join=Rwanda;the_force: {Rwanda} withdrew from the force", "updates", "membership.left_later"),
    # specificity, paraphrase
    ("5 join=Germany;the_coalition: {Germany} joined the coalition", f"6 {IN}: {{Germany}} and {{France}} joined the coalition of the willing", "supports", "membership.agreed"),
    ("5 negated join=Cyprus;the_pact: {Cyprus} is outside the pact", "6 negated join=Cyprus;the_pact: {Cyprus} has not joined the pact", "supports", "membership.agreed"),
    # different_entity: another member, another group
    ("5 join=Italy;the_coalition: {Italy} joined the coalition", f"5 {OUT}: {{France}} has yet to join the coalition", None, None),
    ("5 join=France;the_climate_pact: {France} joined the climate pact", "5 negated join=France;the_defence_union: {France} has not joined the defence union", None, None),
    ("5 join=France;the_African_Union: {France} joined the union", "5 negated join=France;the_customs_union: {France} has not joined the customs union", None, None),
    # hedged
    ("5 hedged join=France;the_coalition: {France} might join the coalition", f"5 {OUT}: {{France}} has yet to join the coalition", "unrelated", "membership.hedged"),
    ("5 conditional join=France;the_coalition: {France} would join the coalition if asked", f"5 {OUT}: {{France}} has yet to join the coalition", "unrelated", "membership.hedged"),
    ("5 asked join=France;the_coalition: Did {France} join the coalition?", f"5 {OUT}: {{France}} has yet to join the coalition", "unrelated", "membership.hedged"),
    # plan_vs_outcome
    ("5 planned join=France;the_coalition: {France} will join the coalition", f"9 {OUT}: {{France}} has yet to join the coalition", "updates", "membership.plan_and_outcome"),
    ("5 negated join=France;the_coalition: {France} has yet to join the coalition", "6 planned join=France;the_coalition: {France} will join the coalition", "unrelated", "membership.plan_and_outcome"),
    # attributed_dispute
    ("5 @Paris join=France;the_coalition: {France} joined the coalition", "5 negated @Berlin join=France;the_coalition: {France} did not join the coalition", "disputes", "membership.attributed"),
    ("5 @Paris~distanced join=France;the_coalition: {France} joined the coalition", f"5 {OUT}: {{France}} has yet to join the coalition", "disputes", "membership.attributed"),
    ("5 @Paris join=France;the_coalition: {France} joined the coalition", f"5 {OUT}: {{France}} has yet to join the coalition", "contradicts", "membership.joined_and_not_joined"),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later", "relation", "rule"), ROWS)
def test_membership(pair, earlier, later, relation, rule):
    verdict = judge(*pair(earlier, later))
    assert (verdict and verdict.relation, verdict and verdict.rule) == (relation, rule)


def test_an_unknown_date_makes_a_verdict_less_sure(pair):
    known = judge(*pair(ROWS[0][0], ROWS[0][1]))
    unknown = judge(*pair(ROWS[1][0], ROWS[1][1]))
    assert unknown.confidence < known.confidence


def test_a_person_can_read_why(pair):
    verdict = judge(*pair(ROWS[2][0], ROWS[2][1]))
    assert verdict.explanation == (
        "Alpha Post says France joined coalition of the willing; "
        "Beta Times says France had not joined coalition of the willing."
    )
