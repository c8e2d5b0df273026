import pytest

# text, subjects, group, polarity of the one membership it states
STATED = [
    ("France joined the Coalition of the Willing.", ["country:FR"], "name:coalition of the willing", "affirmed"),
    ("France and Germany joined the Baltic Pact.", ["country:FR", "country:DE"], "name:baltic pact", "affirmed"),
    ("France, Germany and Italy have signed up to the Baltic Pact.", ["country:FR", "country:DE", "country:IT"], "name:baltic pact", "affirmed"),
    ("Kenya is a member of the African Union.", ["country:KE"], "name:african union", "affirmed"),
    ("Kenya has been a full member of the African Union.", ["country:KE"], "name:african union", "affirmed"),
    ("Kenya belongs to the African Union.", ["country:KE"], "name:african union", "affirmed"),
    ("Kenya took part in the Nairobi Summit.", ["country:KE"], "name:nairobi summit", "affirmed"),
    ("Maria Lopez, who has been a member of the Reef Party since May, won.", ["person:maria lopez"], "name:reef party", "affirmed"),
    ("Germany and France have yet to formally join the Baltic Pact.", ["country:DE", "country:FR"], "name:baltic pact", "negated"),
    ("Some states—particularly Germany and France—have yet to join the Baltic Pact.", ["country:DE", "country:FR"], "name:baltic pact", "negated"),
    ("France has not joined the Baltic Pact.", ["country:FR"], "name:baltic pact", "negated"),
    ("France hasn't joined the Baltic Pact.", ["country:FR"], "name:baltic pact", "negated"),
    ("France offered help but stopped short of joining the Baltic Pact.", ["country:FR"], "name:baltic pact", "negated"),
    ("Tom Berg, a founding member of the Reef Party, won.", ["person:tom berg"], "name:reef party", "affirmed"),
    ("The Nairobi Summit drew leaders from ten states, including Kenya.", ["country:KE"], "name:nairobi summit", "affirmed"),
    ("Norway left the European Union.", ["country:NO"], "name:european union", "negated"),
    ("Norway quit the EU.", ["country:NO"], "name:eu", "negated"),
    ("France withdrew from the Baltic Pact.", ["country:FR"], "name:baltic pact", "negated"),
    ("France is not part of the Baltic Pact.", ["country:FR"], "name:baltic pact", "negated"),
    ("France is no longer a member of the Baltic Pact.", ["country:FR"], "name:baltic pact", "negated"),
    ("France refused to join the Baltic Pact.", ["country:FR"], "name:baltic pact", "negated"),
    ("Mr Lopez has never joined the Reef Party.", ["person:lopez"], "name:reef party", "negated"),
    ("The Baltic Pact's members include France, Italy and Spain.", ["country:FR", "country:IT", "country:ES"], "name:baltic pact", "affirmed"),
    ("The Baltic Pact saw representatives of 20 states, including France and Italy.", ["country:FR", "country:IT"], "name:baltic pact", "affirmed"),
    ("Members of the Baltic Pact include France and Italy.", ["country:FR", "country:IT"], "name:baltic pact", "affirmed"),
    ("The Baltic Pact is old. France joined the pact.", ["country:FR"], "name:baltic pact", "affirmed"),
    ("The Baltic Pact revived at the Oslo talks. The talks brought together leaders of many states, including Italy.", ["country:IT"], "name:baltic pact", "affirmed"),
    ("The Baltic Pact met for its summit. The Oslo summit saw envoys from ten states, including Italy.", ["country:IT"], "name:baltic pact", "affirmed"),
]  # fmt: skip
UNSTATED = [
    "The Baltic Pact is old. The Nordic Pact is new. France joined the pact.",
    "France joined the alliance.",
    "The road joined the Baltic Pact highway in France.",
    "France joined in the laughter.",
    "France met Germany at the Baltic Pact.",
    "Members of the crew are French.",
    "France drew criticism from states including Kenya.",
    "France hosted leaders of ten states, including Kenya.",
    "Interpol brought charges against five people, including Tom Berg.",
    "The Baltic Pact saw protests in ten states, including Kenya.",
    "Tom Berg is a suspected member of the Reef Party.",
    "Tom Berg, an alleged member of the Reef Party, was arrested.",
    "Tom Berg, a former member of the Reef Party, won.",
    "Tom Berg was once a member of the Reef Party.",
    "Kenya is a prospective member of the Baltic Pact.",
    "Tom Berg left Oslo on Monday.",
    "Former members of the Baltic Pact include Kenya.",
]


def memberships(enriched):
    joined = [claim for claim in enriched.claims if claim.predicate == "join"]
    return [
        claim
        for claim in joined
        if any(o.entity_id for o in claim.objects) and any(s.entity_id for s in claim.subjects)
    ]


@pytest.mark.parametrize(("text", "subjects", "group", "polarity"), STATED)
def test_states_a_membership(read, text, subjects, group, polarity):
    [claim] = memberships(read(text))
    assert [argument.entity_id for argument in claim.subjects] == subjects
    assert [argument.entity_id for argument in claim.objects] == [group]
    assert claim.polarity == polarity
    assert {*subjects, group} <= set(claim.entity_ids)


@pytest.mark.parametrize("text", UNSTATED)
def test_states_no_membership(read, text):
    assert memberships(read(text)) == []
