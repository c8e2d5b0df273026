"""Runs the comparers over labelled stories or a stream of articles, as one ledger held in memory.

python measure.py read   CLUSTERS_DIR|ARTICLES.jsonl[.gz] ENRICHED.jsonl [--first N]   articles to claims
python measure.py judge  ENRICHED.jsonl OUT_DIR [--threshold P] [--alone]              claims to alerts and near-misses,
       by the services' judge, or by the comparers alone
python measure.py score  CLUSTERS_DIR OUT_DIR [-v]                                     with the score.py beside the stories
python measure.py misses CLUSTERS_DIR ENRICHED.jsonl                                   labelled pairs, and why none fired
python measure.py fit    STORIES_DIR ENRICHED.jsonl --script SCORE.py [--rules STORIES_DIR ENRICHED.jsonl]... [--write]
       confidence, by cross-validation over stories that no model has learned from; the comparers' own weights are
       those that ship, or fitted on the stories given as --rules

The labelled stories and the streams are not part of the repository; without them there is nothing to measure.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import math
import pathlib
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from copying import Copy, copies
from network import network
from pydantic import SecretStr

from schemas.alerts import Relation, Verdict
from schemas.articles import Article, EnrichedArticle
from schemas.base import stable_id
from schemas.events import article_enriched
from services.ledger import meeting
from services.ledger.comparing.company import company
from services.ledger.comparing.confidence import WEIGHTS, Confidence, Network, Voice, between, load, log_odds_of
from services.ledger.comparing.features import COMPARERS_SAY, MATTER_SAYS, RULES
from services.ledger.comparing.frames import frame_of
from services.ledger.comparing.identity import ledger_claim_id
from services.ledger.comparing.judging import ASK, NETWORK, Judge, Judged
from services.ledger.comparing.matter import ALONE, BRIEF, FEATURES
from services.ledger.comparing.nearness import PASSAGES
from services.ledger.comparing.opinions import Opinion
from services.ledger.comparing.overlay import might_meet
from services.ledger.comparing.statement import Statement, statements_of
from services.ledger.groups import SameLink, groups
from services.ledger.main import Settings
from services.ledger.store import MIGRATIONS, VERSION_TABLE, LedgerStore
from services.ledger.verdictmodel.opinion import Reader
from services.runtime.clock import utc_now
from services.runtime.database import make_engine, migrate

BATCH = 64
FOLDS = 10
PENALTY = 10.0
MATTER_PENALTY, ARTICLES_COUNT = 3.0, 300.0
LENGTHS, BRIEF_LENGTHS = (8,), (1, 2, 4)
"""Claims. Articles of one matter that are as short as look-alikes are read, too, so that shortness tells nothing; and
without their titles, which a text that somebody types has not."""
BRIEF_AGREEING = 1.0
"""Added to the weight of what else agrees where an article is brief: of those fitted half are look-alikes, which agree in
next to nothing, and one claim that agrees is as much as can be asked of three sentences. By judgement."""
UNNAMED = "opposites.told_otherwise"
ALERTED = Settings.model_fields["alert_threshold"].default
MATTERS = "matters"
ALWAYS, NEVER = Confidence(9.0, {}, "always"), Confidence(-9.0, {}, "never")
READ_ALONE = {"model: likeness", "model: likeness²", "model: ahead", "model: of the earlier", "model: of the later"}


WEIGHED_AGAIN = {
    *RULES,
    COMPARERS_SAY,
    "no difference",
    "only another kind",
    "days between",
    "one day",
    "one source",
    "attributed",
    "two named speakers",
    "planned",
    "plan and outcome",
    "hedged",
    "conditional",
    "asked",
    "denied",
    "quantities agree",
    "times meet",
    "times apart",
    "names",
    "predicate",
    "subjects",
    "objects",
}
"""What the comparers' features count for beside their own confidence, once models have been asked."""


def rows_of(path: pathlib.Path) -> list[dict]:
    if path.is_dir():
        rows = [
            {**article, "id": f"{cluster.stem}/{article['id']}"}
            for cluster in sorted(path.glob("*.json"))
            for article in json.loads(cluster.read_text(encoding="utf-8"))["articles"]
        ]
        return sorted(rows, key=lambda row: (row["published_at"], row["id"]))
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def article_of(row: dict) -> Article:
    published_at = datetime.fromisoformat(row["published_at"])
    return Article(
        id=row["id"],
        document_id=stable_id("document", row.get("url") or row["id"]),
        version_id=stable_id("version", row["id"], row["text"]),
        content_hash=stable_id("content", row.get("title"), row["text"]),
        source=row["source"],
        url=row.get("url"),
        title=row.get("title"),
        text=row["text"],
        published_at=published_at,
        published_at_known=True,
        fetched_at=published_at,
    )


def read(source: pathlib.Path, out: pathlib.Path, first: int | None) -> None:
    from services.extraction.language import load_language
    from services.extraction.reading import read_articles

    nlp = load_language()
    articles = [article_of(row) for row in rows_of(source)[:first]]
    with out.open("w", encoding="utf-8") as file:
        for start in range(0, len(articles), BATCH):
            for enriched in read_articles(nlp, articles[start : start + BATCH]):
                file.write(enriched.model_dump_json() + "\n")


def read_enriched(source: pathlib.Path) -> list[EnrichedArticle]:
    with source.open(encoding="utf-8") as lines:
        return [EnrichedArticle.model_validate_json(line) for line in lines]


def candidates(articles: list[EnrichedArticle]) -> Iterator[list[tuple[Statement, Statement]]]:
    """For each article, its claims with those of the articles before it that a ledger brings to comparison."""
    engine = make_engine(SecretStr("sqlite://"))
    migrate(engine, MIGRATIONS, VERSION_TABLE)
    store = LedgerStore(engine, judge=Judge(), threshold=1.0, clock=utc_now)
    for enriched in articles:
        store.record([article_enriched(enriched, stable_id("trace", enriched.article.id), utc_now())])
        with engine.begin() as connection:
            pairs = meeting.candidates(connection, enriched)
            yield [(ours.statement, other.statement) for ours, other in pairs]
    engine.dispose()


def side_of(statement: Statement, normalized: str, articles: dict[str, Article]) -> dict:
    article, claim = articles[statement.version_id], statement.claim
    return {
        "article_id": article.id,
        "source": article.source,
        "published_at": article.published_at.isoformat(),
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "speaker": claim.speaker.name,
        "normalized": normalized,
    }


def alert_of(a: Statement, b: Statement, verdict: Verdict, articles: dict[str, Article]) -> dict:
    return {
        "relation": verdict.relation,
        "kind": verdict.kind,
        "rule": verdict.rule,
        "confidence": verdict.confidence,
        "explanation": verdict.explanation,
        "a": side_of(a, verdict.normalized_a, articles),
        "b": side_of(b, verdict.normalized_b, articles),
    }


def link_of(a: Statement, b: Statement, verdict: Verdict) -> SameLink:
    ids = (a.claim.id, b.claim.id, ledger_claim_id(a.claim), ledger_claim_id(b.claim))
    return SameLink(*ids, verdict.relation, verdict.rule, verdict.confidence)


def judge_all(source: pathlib.Path, out: pathlib.Path, threshold: float, judge: Judge) -> None:
    out.mkdir(parents=True, exist_ok=True)
    read_articles = read_enriched(source)
    articles = {enriched.article.version_id: enriched.article for enriched in read_articles}
    met, close, rules, links = 0, 0, collections.Counter(), []
    with (out / "alerts.jsonl").open("w") as alerts, (out / "near_misses.jsonl").open("w") as near_misses:
        for pairs in candidates(read_articles):
            met += len(pairs)
            for judged in judge(pairs):
                close += 1
                if (verdict := judged.verdict) is None:
                    continue
                told = verdict.relation is Relation.CONTRADICTS and verdict.confidence >= threshold
                links.append(link_of(judged.a, judged.b, verdict))
                rules[verdict.relation, verdict.rule, told] += 1
                into = alerts if told else near_misses
                into.write(json.dumps(alert_of(judged.a, judged.b, verdict, articles), ensure_ascii=False) + "\n")
    for enriched in read_articles:
        links.extend(link_of(*repeated) for repeated in judge.repeats(statements_of(enriched)))
    grouped = groups(links)
    claims: dict[str, list[dict]] = collections.defaultdict(list)
    for enriched in read_articles:
        for statement in statements_of(enriched):
            which = ledger_claim_id(statement.claim)
            claims[grouped.get(which, which)].append(side_of(statement, "", articles))
    with (out / "claims.jsonl").open("w") as file:
        for claim_id, evidence in claims.items():
            file.write(json.dumps({"id": claim_id, "evidence": evidence}, ensure_ascii=False) + "\n")
    total = sum(len(enriched.claims) for enriched in read_articles)
    sys.stdout.write(f"{len(read_articles)} articles, {total} claims, {len(claims)} ledger claims\n")
    sys.stdout.write(f"a claim meets {met / max(1, total):.1f} others and is laid beside {close / total:.1f}\n")
    for (relation, rule, told), count in rules.most_common():
        sys.stdout.write(f"{count:6} {'told' if told else '':5} {relation:12} {rule}\n")


@dataclass
class Pair:
    """A judged pair with the labels that it fits."""

    judged: Judged
    story: str
    gold: list[int]
    trap: list[int]
    one_matter: bool
    length: int = 0
    """How many claims of each article were read; 0: all."""

    @property
    def articles(self) -> tuple[str, str]:
        return self.judged.a.version_id, self.judged.b.version_id

    @property
    def brief(self) -> bool:
        return self.judged.features[BRIEF] > 0


class Labels:
    """The labels of the stories, read as the score.py beside them reads them."""

    def __init__(self, folder: pathlib.Path, articles: Iterable[EnrichedArticle], script: pathlib.Path) -> None:
        self.script = runpy.run_path(str(script))
        self.gold = self.script["Gold"](folder)
        self.ids = {enriched.article.version_id: enriched.article.id for enriched in articles}
        self.matters = {path.stem: json.loads(path.read_text())[MATTERS] for path in self._of_look_alikes(folder)}

    @staticmethod
    def _of_look_alikes(folder: pathlib.Path) -> Iterator[pathlib.Path]:
        """Files whose articles tell of several matters in like words."""
        yield from (path for path in folder.glob("*.json") if f'"{MATTERS}"' in path.read_text(encoding="utf-8"))

    def one_matter(self, a: Statement, b: Statement) -> bool:
        """Whether both articles tell of one matter: all of a file do, unless it says which."""
        (story, _, one), (other_story, _, other) = (self.ids[side.version_id].partition("/") for side in (a, b))
        told = self.matters.get(story, [[one, other]])
        return story == other_story and any({one, other} <= set(matter) for matter in told)

    def side(self, statement: Statement) -> tuple:
        return self.ids[statement.version_id], (statement.claim.start, statement.claim.end)

    def story(self, statement: Statement) -> str:
        return self.ids[statement.version_id].partition("/")[0]

    def fitting(self, labels: Sequence[dict], a: Statement, b: Statement) -> list[int]:
        story, sides = self.story(a), (self.side(a), self.side(b))
        if story != self.story(b):
            return []
        fits = self.script["fits"]
        return [place for place, label in enumerate(labels) if label["cluster"] == story and fits(sides, label)]

    def pair(self, judged: Judged) -> Pair:
        a, b = judged.a, judged.b
        story = min(self.story(a), self.story(b))
        labelled = (self.fitting(labels, a, b) for labels in (self.gold.pairs, self.gold.traps))
        return Pair(judged, story, *labelled, self.one_matter(a, b))


class Unasked(Reader):
    """Reads each claim alone, and says nothing of pairs."""

    def __call__(self, pairs: Sequence[tuple[Statement, Statement]]) -> Sequence[Opinion]:
        return [Opinion({})] * len(pairs)

    of_sentences = __call__


def script_beside(folder: pathlib.Path) -> pathlib.Path:
    return folder.resolve().parent / "score.py"


def judged_pairs(
    folder: pathlib.Path,
    source: pathlib.Path,
    script: pathlib.Path,
    judge: Judge,
) -> tuple[Labels, list[Pair], set[int]]:
    """All pairs that are judged, and the labelled pairs that meet, whether or not a comparer looks at them."""
    articles = read_enriched(source)
    labels = Labels(folder, articles, script)
    judged, met = [], set[int]()
    for pairs in candidates(articles):
        judged += [labels.pair(one) for one in judge(pairs)]
        met.update(place for a, b in pairs for place in labels.fitting(labels.gold.pairs, a, b))
    return labels, judged, met


def describe(statement: Statement) -> str:
    claim = statement.claim
    parts = {
        "subjects": [argument.text for argument in claim.subjects],
        "predicate": claim.predicate,
        "objects": [argument.text for argument in claim.objects],
        "complements": [f"{argument.preposition} {argument.text}" for argument in claim.complements],
        "place": claim.place and claim.place.text,
        "quantities": [f"{quantity.text} {quantity.unit} ({quantity.counted})" for quantity in claim.quantities],
        "times": [time.text for time in claim.times],
        "entities": list(claim.entity_ids),
    }
    told = "; ".join(f"{name}: {value}" for name, value in parts.items() if value)
    return (
        f"{claim.text}\n      [{claim.polarity} {claim.modality} {claim.speaker.kind} settled={claim.settled}] {told}"
    )


def misses(folder: pathlib.Path, source: pathlib.Path) -> None:
    """Print, for every labelled pair, the best verdict on it, or the claims in the two spans and where they stopped."""
    articles = read_enriched(source)
    labels, pairs, met = judged_pairs(folder, source, script_beside(folder), Judge(opinion=Reader()))
    by_article = {enriched.article.id: statements_of(enriched) for enriched in articles}
    reasons: dict[str, collections.Counter] = collections.defaultdict(collections.Counter)
    for place, label in enumerate(labels.gold.pairs):
        found = [pair for pair in pairs if place in pair.gold]
        best = max(found, key=lambda pair: pair.judged.verdict.confidence if pair.judged.verdict else 0, default=None)
        sys.stdout.write(f"\n{label['cluster']} {label['type']} {label['difficulty']}: {label['why']}\n")
        if best is not None:
            verdict = best.judged.verdict
            why = f"{verdict.relation} {verdict.rule} {verdict.confidence}" if verdict else "not worth telling"
            for statement in (best.judged.a, best.judged.b):
                sys.stdout.write(f"   {describe(statement)}\n")
            for difference in best.judged.differences:
                told = f"{difference.a.normalized!r} {difference.b.normalized!r}"
                sys.stdout.write(f"      {difference.rule} {difference.strength:.2f} {told}\n")
        else:
            spans = [
                [
                    one
                    for one in by_article.get(article, [])
                    if labels.script["overlap"]((one.claim.start, one.claim.end), span)
                ]
                for article, span in label["sides"]
            ]
            why = "the articles do not meet" if place not in met and all(spans) else _stopped(*spans)
            for quote, some in zip(label["quotes"], spans, strict=True):
                sys.stdout.write(f"   “{quote}”\n")
                for one in some:
                    sys.stdout.write(f"   {describe(one)}\n")
        sys.stdout.write(f"   → {why}\n")
        reasons[label["type"]][_cause([pair.judged for pair in found]) if found else why] += 1
    for kind, counts in sorted(reasons.items()):
        sys.stdout.write(f"{kind:14} {dict(counts)}\n")
    for cause, count in sum(reasons.values(), collections.Counter()).most_common():
        sys.stdout.write(f"{count:6} {cause}\n")


def _cause(found: list[Judged]) -> str:
    """Where the path from a labelled pair that is looked at to an alert ends."""
    verdicts = [judged.verdict for judged in found if judged.verdict is not None]
    contradicting = [verdict.confidence for verdict in verdicts if verdict.relation is Relation.CONTRADICTS]
    if contradicting and max(contradicting) >= ALERTED:
        return "alerted"
    if not contradicting and any(verdict.relation is Relation.UPDATES for verdict in verdicts):
        return "told as an update"
    if any(judged.differences and judged.differences[0].rule != UNNAMED for judged in found):
        return "a difference is named, and the confidence is too low"
    return "no comparer names a part that differs"


def _stopped(some: list[Statement], others: list[Statement]) -> str:
    if not (some and others):
        return "no claim there"
    if not any(might_meet(frame_of(x), frame_of(y)) for x in some for y in others):
        return "nothing in common"
    return "other claims of the same ids stand first"


# What hardly a labelled story shows has its weight by judgement: one member of one group, both known by their ids, is in
# it and is not, or one thing came about at two times, which hardly leaves room for another reading.
BY_JUDGEMENT = {
    "membership.joined_and_not_joined": 3.0,
    "timing.one_origin": 3.0,
    "rosters.other_member": 1.5,
    "existence.none_and_some": 2.0,
}
"""What hardly a labelled story shows."""
ONE_OUTLET = {"one source": -4.0}
"""No story kept apart has two articles of one outlet, which seldom contradicts itself: by judgement, too."""
VAGUE = ("no difference", "only another kind")
VAGUE_ODDS, VAGUE_ODDS_ALONE = 2.0, 3.0
"""How much surer, in odds, the models have to be where no comparer can say for certain what differs, and where the
articles tell next to nothing else: of real news, such pairs were the wrong ones, and nobody can be shown why they are told.
By judgement."""


def contradicts(pair: Pair) -> bool:
    """Whether a label calls the pair a contradiction."""
    return bool(pair.gold)


def fitted(
    pairs: Sequence[Pair],
    names: Sequence[str],
    is_so: Callable[[Pair], bool] = contradicts,
    counts: Sequence[float] | None = None,
    penalty: float = PENALTY,
) -> Confidence:
    """Logistic regression on some features with a ridge penalty, by Newton's method; ``counts`` weigh the pairs."""
    raw = np.array([[pair.judged.features[name] for name in names] for pair in pairs])
    mean, spread = raw.mean(axis=0), raw.std(axis=0)
    names, kept = [name for name, wide in zip(names, spread > 0, strict=True) if wide], spread > 0
    scaled = np.c_[np.ones(len(raw)), (raw[:, kept] - mean[kept]) / spread[kept]]
    right = np.array([float(is_so(pair)) for pair in pairs])
    much = np.ones(len(raw)) if counts is None else np.array(counts)
    weights, ridge = np.zeros(scaled.shape[1]), np.eye(scaled.shape[1]) * penalty
    ridge[0, 0] = 0.0
    for _ in range(50):
        told = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (much * (told - right)) + ridge @ weights
        step = np.linalg.solve((scaled * (much * told * (1 - told))[:, None]).T @ scaled + ridge, slope)
        weights -= step
        if np.abs(step).max() < 1e-7:
            break
    slopes = weights[1:] / spread[kept]
    shipped = {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)}
    return Confidence(round(float(weights[0] - slopes @ mean[kept]), 4), shipped, "fitted")


def of_one_matter(pairs: Sequence[Pair]) -> Confidence:
    """How surely two articles tell of one matter, whether one reads them whole or their beginnings.

    All pairs of claims of two articles count together as one, and either answer as much as the other, at each length.
    """
    each = collections.Counter((pair.articles, pair.length) for pair in pairs)
    all_told = collections.Counter((pair.one_matter, length) for (_, length), pair in _by_articles(pairs).items())
    counts = [
        ARTICLES_COUNT / each[pair.articles, pair.length] / all_told[pair.one_matter, pair.length] for pair in pairs
    ]
    names = [name for name in pairs[0].judged.features if name.startswith(FEATURES) and name not in {ALONE, BRIEF}]
    return fitted(pairs, names, lambda pair: pair.one_matter, counts, MATTER_PENALTY)


def of_one_brief_matter(pairs: Sequence[Pair]) -> Confidence:
    """The same where an article is brief."""
    told, agrees = of_one_matter(pairs), f"{FEATURES}agree elsewhere"
    agreeing = round(told.weights[agrees] + BRIEF_AGREEING, 4)
    return Confidence(told.intercept, {**told.weights, agrees: agreeing}, told.version)


def _by_articles(pairs: Sequence[Pair]) -> dict[tuple[tuple[str, str], int], Pair]:
    return {(pair.articles, pair.length): pair for pair in pairs}


def shortened(articles: Sequence[EnrichedArticle], labels: Labels, length: int) -> list[Pair]:
    """Pairs of the articles' first claims, compared as if the articles held no others."""
    judge, begun = Judge(opinion=Unasked(), matter=ALWAYS, brief=ALWAYS, look=NEVER), {}
    for enriched in articles:
        first = sorted(statements_of(enriched), key=lambda one: one.order)[:length]
        named = {name for one in first for name in one.claim.entity_ids}
        topic = tuple(name for name in (first[0].topic if first else ()) if name in named)
        begun.update({(one.version_id, one.claim.id): replace(one, topic=topic, title="") for one in first})
    found = []
    for pairs in candidates(list(articles)):
        keys = [tuple((side.version_id, side.claim.id) for side in pair) for pair in pairs]
        short = [(begun[one], begun[other]) for one, other in keys if one in begun and other in begun]
        found += [replace(labels.pair(judged), length=length) for judged in judge(short)]
    return found


def heard(pairs: Sequence[Pair]) -> Network:
    """How surely claims contradict, by all that is known of them and by the model that has read both."""
    names = [name for name in pairs[0].judged.features if name not in {*ONE_OUTLET, ALONE}]
    told = np.array([[pair.judged.features[name] for name in names] for pair in pairs])
    right = np.array([float(contradicts(pair)) for pair in pairs])
    doubt = dict.fromkeys(VAGUE, round(-math.log(VAGUE_ODDS), 4))
    return network(told, right, names, Confidence(0.0, {**ONE_OUTLET, **doubt}, "by judgement"))


def heard_alone(pairs: Sequence[Pair]) -> Confidence:
    """How surely claims of articles that tell hardly more contradict, if these tell of one matter."""
    names = [name for name in pairs[0].judged.features if name.startswith("model") or name in WEIGHED_AGAIN]
    voice = fitted(pairs, names)
    doubt = {name: round(voice.weights[name] - math.log(VAGUE_ODDS_ALONE), 4) for name in VAGUE}
    return Confidence(voice.intercept, {**voice.weights, **doubt, **ONE_OUTLET}, voice.version)


def with_matter(pair: Pair, told: float) -> Pair:
    """The pair with how surely its articles tell of one matter by weights that have not seen its story."""
    features = {**pair.judged.features, MATTER_SAYS: log_odds_of(told)}
    return replace(pair, judged=replace(pair.judged, features=features))


def of_a_copy(copy: Copy, labels: Labels, judge: Judge) -> list[Pair]:
    """The pairs of an article and its copy, but for those of which it is not sure that they contradict."""
    judged = judge([(a, b) for a in statements_of(copy.original) for b in statements_of(copy.copy)])
    story = labels.ids[copy.original.article.version_id].split("/")[0]
    told = [(pair, copy.contradict(pair.a, pair.b)) for pair in judged]
    return [Pair(pair, story, [0] if is_so else [], [], one_matter=True) for pair, is_so in told if is_so is not None]


def with_company(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs with what the model says of the others, as if it was asked of these alone."""
    others = company([(pair.judged.both, pair.judged.features) for pair in pairs])
    told = [{**pair.judged.features, **more} for pair, more in zip(pairs, others, strict=True)]
    return [
        replace(pair, judged=replace(pair.judged, features=features))
        for pair, features in zip(pairs, told, strict=True)
    ]


def asked_of(pairs: Sequence[Pair], voices: Mapping[str, Confidence]) -> list[Pair]:
    """Those of which the model would be asked by these weights, with all that is told of them then."""
    asked = []
    for pair in pairs:
        matter = voices["brief" if pair.brief else "matter"](pair.judged.features)
        told = with_matter(pair, matter)
        if NETWORK in told.judged.voices and matter * voices["look"](told.judged.features) >= ASK:
            asked.append(told)
    return with_company(asked)


def crossed(
    pairs: Sequence[Pair], fit_to: Callable[[Sequence[Pair]], Voice], learned: Callable[[Pair], bool]
) -> np.ndarray:
    """Confidence of each pair by weights fitted on those of the other folds' pairs that are to be learned from."""
    fold = {story: place % FOLDS for place, story in enumerate(sorted({pair.story for pair in pairs}))}
    voices = [
        fit_to([pair for pair in pairs if fold[pair.story] != number and learned(pair)]) for number in range(FOLDS)
    ]
    told = [(voices[fold[pair.story]], pair.judged.features) for pair in pairs]
    return np.array([voice.at(features)(features) for voice, features in told])


def curve(told: np.ndarray, pairs: list[Pair], labels: Labels) -> dict[float, tuple[float, float]]:
    """Recall and threshold at several precisions, as score.py counts."""
    found: set[int] = set()
    wrong, best = 0, {}
    for place in np.argsort(-told):
        new = [label for label in pairs[place].gold if label not in found]
        found.update(new[:1])
        wrong += not pairs[place].gold
        for precision in (0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5):
            if found and len(found) / (len(found) + wrong) >= precision:
                best[precision] = (round(len(found) / len(labels.gold.pairs), 3), round(float(told[place]), 3))
    return best


def calibration(told: np.ndarray, right: np.ndarray, bins: int = 10) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error over equally wide bins, and for each bin mean confidence, share right, count."""
    rows, error = [], 0.0
    for low in np.arange(bins) / bins:
        inside = (told >= low) & (told < low + 1 / bins)
        if inside.any():
            rows.append((float(told[inside].mean()), float(right[inside].mean()), int(inside.sum())))
            error += abs(rows[-1][0] - rows[-1][1]) * rows[-1][2] / len(told)
    return error, rows


def show(told: np.ndarray, pairs: list[Pair], labels: Labels, most: int) -> None:
    """Print the surest pairs with the confidence of weights that have not seen their story."""
    for place in np.argsort(-told)[:most]:
        pair = pairs[place]
        traps = [labels.gold.traps[trap]["reason"] for trap in pair.trap]
        sys.stdout.write(f"\n{told[place]:.2f} {'RIGHT' if pair.gold else 'wrong'} {pair.story} {' '.join(traps)}\n")
        for statement in (pair.judged.a, pair.judged.b):
            sys.stdout.write(f"   {describe(statement)}\n")
        for difference in pair.judged.differences:
            read = f"{difference.a.normalized!r} {difference.b.normalized!r}"
            sys.stdout.write(f"      {difference.rule} {difference.strength:.2f} {read}\n")


def fit(options: argparse.Namespace) -> None:
    rules = load()
    if options.rules:
        reading = Judge(opinion=Unasked(), matter=ALWAYS, brief=ALWAYS, look=NEVER)
        rules_pairs = [pair for one in options.rules for pair in judged_pairs(*one, options.script, reading)[1]]
        own = [
            name
            for name in rules_pairs[0].judged.features
            if not name.startswith(("model", FEATURES, PASSAGES)) and name not in {COMPARERS_SAY, MATTER_SAYS}
        ]
        told = fitted(rules_pairs, own)
        rules = Confidence(told.intercept, {**told.weights, **BY_JUDGEMENT}, "fitted")
    judge = Judge(opinion=Reader(), matter=ALWAYS, brief=ALWAYS, confidence=rules, look=ALWAYS)
    labels, pairs, met = judged_pairs(options.source, options.out, options.script, judge)
    there = lambda pair: pair.one_matter  # noqa: E731
    articles = read_enriched(options.out)
    short = [pair for length in (*LENGTHS, *BRIEF_LENGTHS) for pair in shortened(articles, labels, length)]
    whole, brief = ([pair for pair in (*pairs, *short) if pair.brief is brief] for brief in (False, True))
    matter = np.where(
        [pair.brief for pair in pairs],
        crossed([*pairs, *short], of_one_brief_matter, lambda pair: pair.brief)[: len(pairs)],
        crossed([*pairs, *short], of_one_matter, lambda pair: not pair.brief)[: len(pairs)],
    )
    looked = [COMPARERS_SAY, *(name for name in pairs[0].judged.features if name in READ_ALONE)]
    look = lambda some: fitted(some, looked)  # noqa: E731
    surely = matter * crossed(pairs, look, there)
    asked = [
        place
        for place, pair in enumerate(pairs)
        if {"model", NETWORK} & set(pair.judged.voices) and surely[place] >= ASK
    ]
    read = with_company([with_matter(pairs[place], float(matter[place])) for place in asked])
    voices = {
        "matter": of_one_matter(whole),
        "brief": of_one_brief_matter(brief),
        "rules": rules,
        "look": look([pair for pair in pairs if pair.one_matter]),
        "model": heard_alone([pair for pair in read if pair.one_matter]),
    }
    copied = asked_of([pair for copy in copies(articles) for pair in of_a_copy(copy, labels, judge)], voices)
    alone = np.array([pair.judged.features[ALONE] > 0 for pair in read])
    pair_alone = matter[asked] * crossed(read, heard_alone, there)
    all_told = crossed([*read, *copied], heard, lambda _: True)[: len(read)]
    both = np.array([between(one, other) for one, other in zip(pair_alone, all_told, strict=True)])
    together = np.where(alone, pair_alone, both)
    report(together, read, labels, met, options)
    if options.write:
        card = {name: {"intercept": voice.intercept, "weights": dict(voice.weights)} for name, voice in voices.items()}
        card[NETWORK] = written(heard([*read, *copied]))
        WEIGHTS.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def written(voice: Network) -> dict:
    """A network as the file of weights holds it."""
    return {
        "intercept": voice.always.intercept,
        "weights": dict(voice.always.weights),
        "names": list(voice.names),
        "units": voice.weights.tolist(),
        "thresholds": voice.thresholds.tolist(),
        "counts": voice.counts.tolist(),
    }


def report(told: np.ndarray, pairs: list[Pair], labels: Labels, met: set[int], options: argparse.Namespace) -> None:
    """Print how the confidence of weights that have not seen a pair's story does."""
    right = np.array([float(bool(pair.gold)) for pair in pairs])
    reached = {label for pair in pairs for label in pair.gold}
    error, rows = calibration(told, right)
    sys.stdout.write(
        f"{len(met)} of {len(labels.gold.pairs)} labelled pairs meet; of {len(reached)} the model is asked\n"
    )
    sys.stdout.write(f"the model is asked of {len(pairs)} pairs\n")
    sys.stdout.write(f"recall (from confidence) at precision: {curve(told, pairs, labels)}\n")
    for sort in sorted({pair.story[:2] for pair in pairs}):
        alerts = [pair for pair, sure in zip(pairs, told, strict=True) if pair.story[:2] == sort and sure >= ALERTED]
        found = {label for pair in alerts for label in pair.gold}
        wrong = sum(not pair.gold for pair in alerts)
        all_there = sum(label["cluster"][:2] == sort for label in labels.gold.pairs)
        sys.stdout.write(f"stories {sort}…, at the default threshold: {len(found)} of {all_there}, {wrong} wrong\n")
    sys.stdout.write(f"expected calibration error: {error:.3f}\n")
    for confidence, share, count in rows:
        sys.stdout.write(f"   {confidence:.2f} {share:.2f} {count}\n")
    show(told, pairs, labels, options.show)
    if options.table is not None:
        lines = [f"| {confidence:.2f} | {share:.2f} | {count} |" for confidence, share, count in rows]
        options.table.write_text("\n".join(["| confidence | right | pairs |", "| --- | --- | --- |", *lines]) + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    reading = commands.add_parser("read")
    reading.add_argument("--first", type=int)
    judging, scoring = commands.add_parser("judge"), commands.add_parser("score")
    judging.add_argument("--threshold", type=float, default=ALERTED)
    judging.add_argument("--alone", action="store_true", help="without the verdict model")
    scoring.add_argument("-v", action="store_true")
    missing, fitting = commands.add_parser("misses"), commands.add_parser("fit")
    fitting.add_argument("--write", action="store_true", help="write the weights that ship")
    fitting.add_argument("--table", type=pathlib.Path, help="write the reliability table")
    fitting.add_argument("--script", type=pathlib.Path, required=True, help="the score.py to count with")
    fitting.add_argument(
        "--rules", nargs=2, type=pathlib.Path, action="append", default=[], help="stories to fit the comparers on"
    )
    fitting.add_argument("--show", type=int, default=0, help="print so many of the surest pairs")
    for command in (reading, judging, scoring, missing, fitting):
        command.add_argument("source", type=pathlib.Path)
        command.add_argument("out", type=pathlib.Path)
    options = parser.parse_args()
    if not options.source.exists():
        sys.stderr.write(f"{options.source} is not here\n")
        return 1
    match options.command:
        case "read":
            read(options.source, options.out, options.first)
        case "judge":
            judge_all(
                options.source, options.out, options.threshold, Judge(opinion=None if options.alone else Reader())
            )
        case "misses":
            misses(options.source, options.out)
        case "fit":
            fit(options)
        case "score":
            script = options.source.resolve().parent / "score.py"
            command = [sys.executable, str(script), "score", str(options.source), str(options.out)]
            return subprocess.run([*command, "-v"] if options.v else command, check=False).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
