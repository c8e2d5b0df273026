"""Statements written by hand, in a notation short enough for tables.

``"3 planned @Vaals: {NATO} will send [3,200=3200;troops] to {Riga} <in June=2026-06-01/2026-07-01>"``

Before the colon: the day in March 2026 (with ``?`` for an unknown date), then modality, ``negated``, the speaker
(``@Name``, ``@two_diplomats~described``, ``~distanced``), for memberships ``join=Germany,France;the_coalition``, and
for the parts of a frame ``who=the_navy does=seize whom=the_boats from=the_bay to=the_port without=fuel where=Radom``; a part that
the text names is an entity, and commas join several.
In the text: ``{name}`` is an entity, ``[words=value unit;thing counted]`` a quantity (``20``, ``>20``, ``>=20``,
``<20``, ``<=20``, ``3..5``, each with ``~`` before it for about), ``<words=since/until>`` a time.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import snowballstemmer

from schemas.base import stable_id
from schemas.claims import Argument, Claim, Granularity, Modality, Polarity, Quantity, Speaker, SpeakerKind, TimeSpan
from services.ledger.comparing.statement import Statement

_STEMMER = snowballstemmer.stemmer("english")
_SMALL = frozenset(
    "the a an of in on at to for by from with and or but its it he she they is was are were be been has have had that this "
    "not no will would than more as who which up least about over some nearly any yet among never longer her his first last there".split()
)
_MARK = re.compile(
    r"\{(?P<name>[^}]+)\}|\[(?P<number>[^=\]]+)=(?P<value>[^\];]+);(?P<counted>[^\]]*)\]|<(?P<time>[^=>]+)=(?P<span>[^>]+)>"
)
_VALUE = re.compile(r"(?P<about>~?)(?P<bound>>=|<=|>|<|)(?P<low>[\d.]+?)(?:\.\.(?P<high>[\d.]+))?$")


def _id_of(name: str) -> str:
    return name.casefold().replace(" ", "-")


def _quantity(mark: re.Match, start: int) -> Quantity:
    value, _, unit = mark["value"].partition(" ")
    parsed = _VALUE.match(value)
    low, bound = float(parsed["low"]), parsed["bound"]
    high = float(parsed["high"]) if parsed["high"] else low
    return Quantity(
        text=mark["number"],
        start=start,
        end=start + len(mark["number"]),
        lower=None if "<" in bound else low,
        upper=None if ">" in bound else high,
        lower_open=bound == ">",
        upper_open=bound == "<",
        approximate=bool(parsed["about"]),
        unit=unit,
        counted=mark["counted"] or None,
    )


def _time(mark: re.Match, start: int) -> TimeSpan:
    since, until = (datetime.fromisoformat(edge) if edge else None for edge in mark["span"].split("/"))
    days = (until - since).days if since and until else 1
    granularity = (
        Granularity.HOUR
        if days < 1
        else Granularity.DAY
        if days < 7
        else Granularity.MONTH
        if days < 100
        else Granularity.YEAR
        if days < 1000
        else Granularity.DECADE
    )
    return TimeSpan(
        text=mark["time"], start=start, end=start + len(mark["time"]), since=since, until=until, granularity=granularity
    )


def read_statement(row: str, outlet: str, topic: tuple[str, ...] = ()) -> Statement:
    head, _, marked = row.partition(": ")
    day, *flags = head.split()
    text, names, quantities, times, plain, position = "", [], [], [], "", 0
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        plain += marked[position : mark.start()]
        if mark["name"]:
            names.append(mark["name"])
            text += mark["name"]
        elif mark["number"]:
            quantities.append(_quantity(mark, len(text)))
            text += mark["number"]
        else:
            times.append(_time(mark, len(text)))
            text += mark["time"]
        position = mark.end()
    text += marked[position:]
    plain += marked[position:]
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+", plain)]
    return Statement(
        claim=Claim(
            id=stable_id("claim", outlet, row),
            quote=text,
            start=0,
            end=len(text),
            text=text,
            polarity=Polarity.NEGATED if "negated" in flags else Polarity.AFFIRMED,
            modality=next((Modality(flag) for flag in flags if flag in list(Modality)), Modality.ASSERTED),
            speaker=_speaker(flags),
            quantities=tuple(quantities),
            times=tuple(times),
            entity_ids=tuple(dict.fromkeys(map(_id_of, names))),
            terms=tuple(_STEMMER.stemWords([word for word in words if word not in _SMALL])),
            **_membership(flags, names),
        ),
        document_id=stable_id("document", outlet, row),
        version_id=stable_id("version", outlet, row),
        source=outlet,
        published_at=datetime(2026, 3, int(day.rstrip("?")), 12, tzinfo=UTC),
        published_at_known=not day.endswith("?"),
        topic=topic,
    )


def _speaker(flags: list[str]) -> Speaker:
    for flag in flags:
        if flag.startswith("@"):
            name, *manner = flag[1:].split("~")
            kind = SpeakerKind.DESCRIBED if "described" in manner else SpeakerKind.NAMED
            return Speaker(kind=kind, name=name.replace("_", " "), distanced="distanced" in manner)
    return Speaker()


def _membership(flags: list[str], names: list[str]) -> dict:
    told = dict(flag.split("=", 1) for flag in flags if "=" in flag)
    if "join" in told:
        members, group = told["join"].split(";")
        return {
            "predicate": "join",
            "subjects": tuple(Argument(text=name, entity_id=_id_of(name)) for name in members.split(",")),
            "objects": (Argument(text=group.replace("_", " ")),),
        }
    parts = {
        role: tuple(_part(one, names) for one in told[word].split(",")) for word, role in _ROLES.items() if word in told
    }
    return {
        **parts,
        **({"predicate": told["does"].replace("_", " ")} if "does" in told else {}),
        **({"place": _part(told["where"], names)} if "where" in told else {}),
        "complements": tuple(
            _part(told[word], names).model_copy(update={"preposition": word})
            for word in ("from", "to", "without")
            if word in told
        ),
    }


_ROLES = {"who": "subjects", "whom": "objects"}


def _part(told: str, names: list[str]) -> Argument:
    text = told.replace("_", " ")
    named = text in names
    return Argument(text=text, entity_id=_id_of(text) if named else None, head="" if named else text.split()[-1])


def _pair(earlier: str, later: str) -> tuple[Statement, Statement]:
    topic = ("the-river", "the-town", "the-mayor")
    return read_statement(earlier, "Alpha Post", topic), read_statement(later, "Beta Times", topic)


@pytest.fixture
def pair():
    """Read two rows as statements of two outlets whose articles share a topic."""
    return _pair


@pytest.fixture(scope="session")
def read_pair():
    """The same for property tests, which need a fixture that lives as long as they do."""
    return _pair
