"""What is affirmed and what is negated."""

import pytest

from services.ledger.comparing.comparers import judge

ROWS = [
    ("5: The {Hong Kong Monetary Authority} gave its consent to the takeover", "5 negated: The {Hong Kong Monetary Authority} did not give consent to the takeover", "contradicts", "polarity.affirmed_and_negated"),
    ("5: Sirens were sounded in {Surma} before the collapse", "6 negated: Sirens were not sounded in {Surma} before the collapse", "contradicts", "polarity.affirmed_and_negated"),
    ("5 negated: The {Dutch} central bank did not open an inquiry", "5: The {Dutch} central bank opened an inquiry", "contradicts", "polarity.affirmed_and_negated"),
    ("5: Freight trains of {Regiobahn} are affected by the walkout", "5 negated: Freight trains of {Regiobahn} are not affected by the walkout", "contradicts", "polarity.affirmed_and_negated"),
    ("5: {Sichone} conceded the race and telephoned the winner", "6 negated: {Sichone} never conceded the race or telephoned the winner", "contradicts", "polarity.affirmed_and_negated"),
    ("5: The banks in {Macau} are included in the sale", "5 negated: The banks in {Macau} are not included in the sale", "contradicts", "polarity.affirmed_and_negated"),
    ("5: The dam at {Kabiyo} had been inspected by engineers", "7 negated: The dam at {Kabiyo} was never inspected by engineers", "contradicts", "polarity.affirmed_and_negated"),
    ("5: A steel crash barrier stood on the bend at {Duitama}", "6 negated: There was no crash barrier on the bend at {Duitama}, a captain said", "contradicts", "polarity.affirmed_and_negated"),
    # opinion
    ("5: {Fatou} won the novel prize for a book on salt", "6 negated: {Fatou} should never have won the novel prize for a book on salt", None, None),
    # Where both hold a negation, which of their words it denies is open.
    ("5: The maker {Navoi} failed to pay its deposit by the deadline", "5 negated: {Navoi} failed to pay its deposit by the deadline", None, None),
    # Negated twice, or affirmed twice: nothing opposed
    ("5 negated: The dam at {Kabiyo} was never inspected by engineers", "5 negated: Engineers never inspected the dam at {Kabiyo}", None, None),
    ("5 negated denied: {Wabwire} denied that the dam was not inspected by engineers", "5: The dam was inspected by engineers, {Wabwire} denied nothing", None, None),
    # update: not yet, then so
    ("5 negated: {Norway} has not yet ratified the treaty on fishing", "9: {Norway} has ratified the treaty on fishing", "updates", "polarity.later_change"),
    ("5: The port of {Marsa Zerga} is closed to tankers", "7 negated: The port of {Marsa Zerga} is no longer closed to tankers", "updates", "polarity.later_change"),
    ("5 negated: {Chile} does not need outside medical teams", "8: {Chile} needs outside medical teams", "updates", "polarity.later_change"),
    ("5 negated: Trains did not run in {Genoa} because of the strike", "30: Trains did run in {Genoa} because of the strike", "updates", "polarity.later_change"),
    # different_time
    ("5: Dockers in {Halifax} voted for a strike <in 2022=2022-01-01/2023-01-01>", "5 negated: Dockers in {Halifax} did not vote for a strike <in 2026=2026-01-01/2027-01-01>", "unrelated", "polarity.different_time"),
    # different_scope
    ("5: Core samples of {Kestrel} return to Earth", "5 negated: Only core samples of {Kestrel} return not to Earth", "unrelated", "polarity.different_scope"),
    # different_entity
    ("5: Freight trains of {Regiobahn} are affected by the walkout", "5 negated: Freight trains of {Nordbahn} are not affected by the walkout", None, None),
    ("5: {Germany} and {Italy} ratified the treaty on fishing", "5 negated: {Germany} and {Spain} did not ratify the treaty on fishing", None, None),
    # Other figures are other propositions.
    ("5: {Tlapale} accepted the rise of [9=9 percent;] for metal workers", "5 negated: {Tlapale} did not accept the rise of [6=6 percent;] for metal workers", "unrelated", "numbers.negated"),
    # Little in common
    ("5: The {Dutch} central bank opened an inquiry", "5 negated: The {Dutch} central bank did not cut rates", None, None),
    # hedged, conditional, asked
    ("5 hedged: Sirens may have been sounded in {Surma} before the collapse", "6 negated: Sirens were not sounded in {Surma} before the collapse", "unrelated", "polarity.hedged"),
    ("5 asked: Were sirens sounded in {Surma} before the collapse?", "6 negated: Sirens were not sounded in {Surma} before the collapse", "unrelated", "polarity.hedged"),
    # plan_vs_outcome
    ("5 planned: {Gill} will lodge an appeal with the high court", "6 negated: {Gill} did not lodge an appeal with the high court", "updates", "polarity.plan_and_outcome"),
    ("5 planned negated: {Gill} will not lodge an appeal with the high court", "6: {Gill} lodged an appeal with the high court", "updates", "polarity.plan_and_outcome"),
    # attributed_dispute, quoted_denial
    ("5 @union: {Volta} breached the contract with the metal workers", "5 negated @company: {Volta} did not breach the contract with the metal workers", "disputes", "polarity.attributed"),
    ("5 @preacher~described~distanced: The vaccine in {Kano} makes boys sterile", "6 negated: The vaccine in {Kano} did not make boys sterile", "disputes", "polarity.attributed"),
    ("5: {Volta} breached the contract with the metal workers", "5 denied @company: {Volta} denied it breached the contract with the metal workers", "disputes", "polarity.denied"),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "later", "relation", "rule"), ROWS)
def test_polarity(pair, earlier, later, relation, rule):
    verdict = judge(*pair(earlier, later))
    assert (verdict and verdict.relation, verdict and verdict.rule) == (relation, rule)


def test_a_person_can_read_why(pair):
    verdict = judge(*pair(ROWS[1][0], ROWS[1][1]))
    assert verdict.explanation == (
        "Alpha Post says “Sirens were sounded in Surma before the collapse”; "
        "Beta Times says “Sirens were not sounded in Surma before the collapse”."
    )
