"""What a quantity in a claim measures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile

from schemas.claims import Claim, Quantity
from services.ledger.comparing.units import scale_of
from services.ledger.comparing.wording import lexicon, words

__all__ = ["TOLLS", "Measure", "measure_of", "modifiers"]

# What can become of people, however worded. A count of people is told by it, not by the word for the people.
_STATES = {
    "killed": "kill kills killed killing dead die dies died dying death deaths fatality fatalities bodies body "
    "perished slain drowned corpses coffins lost-their-lives",
    "injured": "injure injures injured injuring injury injuries wound wounds wounded wounding hurt",
    "missing": "missing unaccounted",
    "displaced": "displace displaced displacing displacement evacuate evacuated evacuating homeless fled flee uprooted "
    "resettled",
    "infected": "infected infection infections case cases sickened",
    "detained": "arrest arrested arresting arrests detained detain detaining jailed held",
    "rescued": "rescue rescued rescuing rescues saved survivors survived",
    "stranded": "stranded marooned trapped cut-off",
    "jobless": "laid-off jobless redundancies redundant layoffs",
    "freed": "freed released release freeing",
    "aboard": "aboard onboard",
    "on strike": "strike striking walkout",
}
_STATE_OF = {word: state for state, forms in _STATES.items() for word in forms.split()}

_PEOPLE = lexicon(
    """
    people person persons man men woman women child children boy boys girl girls civilian civilians soldier soldiers
    troop troops trooper police policeman policemen officer officers passenger passengers villager villagers worker
    workers employee employees resident residents student students pupil pupils patient patients migrant migrants
    refugee refugees militant militants rebel rebels fighter fighters protester protesters demonstrator demonstrators
    victim victims miner miners fisherman fishermen tourist tourists others member members crew staff sailor sailors
    prisoner prisoners inmate inmates survivor survivors
    """
)

# Running counts: a later and higher one is news, not a contradiction.
TOLLS = frozenset(_STATES) - {"aboard"}

_SYNONYMS = {
    "soldier": "troop",
    "ballot": "vote",
    "household": "family",
    "firm": "company",
    "vessel": "ship",
    "percentage": "percent",
}
# Things that a story counts in many places.
_ANYTHING = lexicon("people person men man woman women time number point other thing hour day week month year share")
_LINKS = lexicon("of in on at for from with who which that to were was are is by")

_RELATIVE = frozenset({"ordinal", "score", "times"})

# How far from a number, in characters, the word may stand that says what became of those counted.
_REACH = 30


@dataclass(frozen=True, slots=True)
class Measure:
    """The dimension of a quantity, the thing counted, and for people what became of them."""

    dimension: str
    thing: str
    state: str = ""

    @property
    def name(self) -> str:
        """How to find quantities of the same measure."""
        return f"{self.dimension}:{self.state or self.thing}"

    @property
    def is_specific(self) -> bool:
        """Whether the words alone tell what is measured, within one story."""
        return bool(self.state or (self.thing and self.thing not in _ANYTHING))


def measure_of(claim: Claim, quantity: Quantity) -> Measure | None:
    """What the quantity measures, or None where the claim does not tell. Ages tell of people, whoever is named.

    Ranks, scores and multiples measure nothing by themselves: they tell which of several, or how two things compare.
    """
    if quantity.unit in _RELATIVE:
        return None
    dimension = scale_of(quantity.unit).dimension
    counted = words(quantity.counted or "")
    if counted == ["age"]:
        return None
    if quantity.unit:
        head = _head(counted)
        return Measure(dimension, "" if head in _ANYTHING else head)
    of_people = not counted or any(word in _PEOPLE for word in counted)
    told = next((_STATE_OF[word] for word in counted if word in _STATE_OF), "")
    state = told or (_nearest_state(claim, quantity) if of_people else "")
    thing = _head(counted)
    return Measure(dimension, thing, state) if state or thing else None


def modifiers(quantity: Quantity) -> frozenset[str]:
    """What narrows the thing counted: "bridge" of a bridge loan."""
    return frozenset(_phrase(words(quantity.counted or ""))[:-1])


def _head(counted: list[str]) -> str:
    """The head noun's singular: "metric tonnes of grain" gives "tonne"."""
    phrase = _phrase(counted)
    return _singular(phrase[-1]) if phrase else ""


def _phrase(counted: list[str]) -> list[str]:
    return list(takewhile(lambda word: word not in _LINKS, counted))


def _singular(noun: str) -> str:
    if noun.endswith("ies") and len(noun) > 4:
        noun = noun[:-3] + "y"
    elif noun.endswith(("ches", "shes", "xes", "sses")):
        noun = noun[:-2]
    elif noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        noun = noun[:-1]
    return _SYNONYMS.get(noun, noun)


def _nearest_state(claim: Claim, quantity: Quantity) -> str:
    """The state told closest to the number: "killing 3 people and injuring 12" has two."""
    text = claim.quote.casefold().replace("on board", "onboard ")
    start, end = quantity.start - claim.start, quantity.end - claim.start
    best, nearest = "", _REACH
    position = 0
    for word in words(text):
        position = text.index(word, position)
        if word in _STATE_OF:
            distance = position - end if position >= end else start - (position + len(word))
            if distance < nearest:
                best, nearest = _STATE_OF[word], distance
        position += len(word)
    return best
