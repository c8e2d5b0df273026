"""Who is who across articles."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.articles import EntityLabel, LinkRule
from services.ledger.linking import Entity, LinkableArticle, link_entities

MONDAY = datetime(2026, 4, 13, tzinfo=UTC)


def person(name, *parts):
    called = {name: LinkRule.SPELLING, **dict.fromkeys(parts, LinkRule.NAME_PART)}
    return Entity(f"person:{name}", name.title(), EntityLabel.PERSON, called)


def thing(name, label="ORG", acronym=None, short=()):
    called = {name: LinkRule.SPELLING, **dict.fromkeys(short, LinkRule.SHORT_FORM)}
    if acronym:
        called[acronym] = LinkRule.ACRONYM
    return Entity(f"name:{name}", name.title(), EntityLabel(label), called)


def description(phrase):
    return Entity(f"described:v1:{phrase}", phrase, EntityLabel.ORG, {phrase: LinkRule.SPELLING})


def called(entity, phrase, rule=LinkRule.HEAD_NOUN):
    return replace(entity, aliases={**entity.aliases, phrase: rule})


LAKE = thing("lake victoria", "LOC")
OSLO = thing("oslo", "GPE")
FULL = person("grace auma wekesa", "wekesa", "grace", "auma")
SHORT = person("wekesa")


def story(*articles, days=1):
    return [
        LinkableArticle(f"v{number}", MONDAY + timedelta(days=days * number), entities)
        for number, entities in enumerate(articles)
    ]


def shown(articles):
    return {place: (link.entity_id, link.rule) for place, link in link_entities(articles).items()}


LINKED = [
    ((FULL, LAKE), (SHORT, LAKE), "person:wekesa", "person:grace auma wekesa", "name part"),
    ((thing("world food programme", acronym="WFP", short=("world food",)), LAKE), (thing("wfp", acronym="WFP"), LAKE), "name:wfp", "name:world food programme", "acronym"),
    ((thing("harvest alliance", short=("harvest", "alliance")), LAKE), (thing("alliance"), LAKE), "name:alliance", "name:harvest alliance", "short form"),
    ((thing("surma river", "LOC", short=("surma",)), OSLO), (thing("surma", "GPE"), OSLO), "name:surma", "name:surma river", "short form"),
    # Taken for a person where only the first word of a firm's name stands.
    ((thing("suswa power", short=("suswa", "power")), LAKE), (person("suswa"), LAKE), "person:suswa", "name:suswa power", "short form"),
    ((called(thing("reef institute"), "the institute"), LAKE, OSLO), (description("the institute"), LAKE, OSLO), "described:v1:the institute", "name:reef institute", "head noun"),
    # Taken for a place where nobody tells of one.
    ((thing("larkspur estates", short=("larkspur",)), LAKE), (thing("larkspur", "GPE"), LAKE), "name:larkspur", "name:larkspur estates", "short form"),
    ((FULL, LAKE), (thing("wekesa", "GPE"), LAKE), "name:wekesa", "person:grace auma wekesa", "name part"),
    # Two parts of names make a story by themselves.
    ((FULL, person("ana lopez", "ana", "lopez")), (SHORT, person("lopez")), "person:wekesa", "person:grace auma wekesa", "name part"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "short", "full", "rule"), LINKED)
def test_a_short_name_is_the_one_fuller_name_of_its_story(a, b, short, full, rule):
    assert shown(story(a, b)).get(("v1", short)) == (full, rule)


APART = [
    # Nothing else in common: no one story.
    ((FULL, LAKE), (SHORT, OSLO)),
    # Two people have the surname, in one article or in two.
    ((FULL, person("tom wekesa", "tom", "wekesa"), LAKE), (SHORT, LAKE)),
    ((FULL, LAKE), (SHORT, LAKE), (person("tom wekesa", "tom", "wekesa"), LAKE)),
    # Two full names that share a surname.
    ((FULL, LAKE), (person("tom wekesa", "tom", "wekesa"), LAKE)),
    # A place is no firm, and a firm no place.
    ((thing("suswa power", short=("suswa",)), thing("suswa", "GPE"), LAKE), (thing("suswa", "GPE"), LAKE)),
    ((thing("suswa dam", "FAC", short=("suswa",)), LAKE), (thing("suswa", "GPE"), LAKE)),
    ((thing("surma river", "LOC", short=("surma",)), LAKE), (thing("surma", "ORG"), LAKE)),
    # Two institutes; and a description alone makes no story.
    ((called(thing("reef institute"), "the institute"), called(thing("lake institute"), "the institute"), LAKE, OSLO), (description("the institute"), LAKE, OSLO)),
    ((called(thing("reef institute"), "the institute"), LAKE), (description("the institute"), LAKE)),
    # Other initials.
    ((thing("world food programme", acronym="WFP"), LAKE), (thing("who", acronym="WHO"), LAKE)),
]  # fmt: skip


@pytest.mark.parametrize("articles", APART)
def test_what_is_not_settled_stays_apart(articles):
    assert shown(story(*articles)) == {}


def test_articles_far_apart_in_time_tell_different_stories():
    assert shown(story((FULL, LAKE), (SHORT, LAKE), days=120)) == {}


def test_names_that_everyone_uses_make_no_story():
    everyone = [(thing(f"firm {number}"), LAKE, OSLO) for number in range(40)]
    assert shown(story((FULL, LAKE, OSLO), (SHORT, LAKE, OSLO), *everyone, days=0)) == {}


def test_a_link_names_what_it_rests_on():
    link = link_entities(story((FULL, LAKE), (SHORT, LAKE)))["v1", "person:wekesa"]
    assert (link.name, link.versions) == ("Grace Auma Wekesa", ("v0",))


def test_a_chain_of_fuller_names_ends_with_the_fullest():
    middle = person("grace wekesa", "grace", "wekesa")
    full = person("grace auma wekesa", "wekesa", "grace", "grace wekesa")
    linked = shown(story((full, LAKE), (middle, LAKE, OSLO), (person("wekesa"), OSLO)))
    assert linked["v2", "person:wekesa"] == ("person:grace auma wekesa", "name part")


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(2, 6))
def test_links_do_not_depend_on_the_order_of_articles(rng: random.Random, size):
    pool = [
        FULL,
        SHORT,
        LAKE,
        OSLO,
        person("tom wekesa", "tom", "wekesa"),
        thing("wekesa"),
        person("ana wekesa", "wekesa"),
    ]
    articles = story(*(tuple(rng.sample(pool, rng.randint(1, 4))) for _ in range(size)))
    expected = link_entities(articles)
    rng.shuffle(articles)
    assert link_entities(articles) == expected
