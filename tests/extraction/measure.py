"""Measures what the claims are worth, on data that developers keep beside the project.

python measure.py carb GOLD.tsv.gz            open information extraction, scored as CaRB does
python measure.py worth TRAIN.tsv.gz TEST.tsv.gz  which sentences are worth checking; the threshold is chosen on TRAIN
python measure.py quotes ARTICLES.jsonl.gz...  every quote stands in its text and paragraph; nothing crashes
python measure.py references CLUSTERS_DIR...   claims in which a pronoun is filled in, drawn at random, to be judged by a person
python measure.py speed ARTICLES.jsonl.gz      articles a second with claims, beside the bare pipeline
"""

import argparse
import csv
import gzip
import itertools
import json
import pathlib
import random
import re
import sys
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime

from schemas.articles import Article
from schemas.base import stable_id
from services.extraction.clauses import ClauseKind, find_clauses
from services.extraction.language import load_language
from services.extraction.passages import PassageKind, passages
from services.extraction.reading import read_articles
from services.extraction.syntax import read_sentences
from services.extraction.wording import noun_phrase

DAY = datetime(2026, 4, 16, tzinfo=UTC)
BATCH = 32
SEED, DRAWN, BEFORE = 20260416, 60, 300
PRONOUNS = frozenset("i me my we us our he him his she her hers it its they them their".split())


def show(**figures):
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


def article_of(text, number):
    return Article(
        id=str(number),
        document_id=stable_id("document", number),
        version_id=stable_id("version", number),
        content_hash=stable_id("content", number),
        source="measure",
        text=text,
        published_at=DAY,
        published_at_known=True,
        fetched_at=DAY,
    )


def texts(paths):
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


# CaRB (Bhardwaj, Aggarwal and Mausam 2019): each gold tuple takes the recall of its best prediction; precision pairs
# predictions and gold tuples one to one, the best first; words count, arguments after the first are one.

BE = frozenset({"be", "is", "am", "are", "was", "were", "been", "being"})
SAID = ("said", "told", "added", "adds", "says")


def tuples(sentence):
    """Clauses as (predicate, first argument, the rest), in the article's own words and voice."""
    for clause in find_clauses(sentence):
        if clause.kind is ClauseKind.FRAGMENT:
            continue
        if clause.kind is ClauseKind.APPOSITION:
            yield "is", said(noun_phrase(clause.subjects[0])), said(noun_phrase(clause.objects[0]))
            continue
        verbs = [word for verb in clause.chain for word in (verb, *verb.children) if is_verbal(word, verb)]
        surface = clause.dependents("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "expl")
        if clause.antecedent is not None and (clause.relative is None or clause.relative in surface):
            subject = noun_phrase(clause.antecedent)
            surface = [clause.relative] if clause.relative is not None else []
        elif surface:
            subject = [word for one in surface for word in one.subtree(lambda w: w.dep == "acl:relcl")]
        else:
            heads = clause.objects if clause.passive else clause.subjects
            subject = noun_phrase(heads[0]) if heads else []
        taken = {word.i for word in verbs} | {word.i for one in surface for word in one.subtree()}
        taken |= {word.i for word in subject}
        rest = [
            word
            for word in clause.told
            if word.i not in taken and not (word.dep in {"cc", "mark"} and word.head in clause.chain)
        ]
        yield said(sorted(set(verbs), key=lambda w: w.i)), said(subject), said(rest)
        for source in clause.sources:
            if source.subject is not None and source.verb is not source.subject:
                yield said([source.verb]), said(noun_phrase(source.subject)), said(clause.told)


def is_verbal(word, verb):
    """Whether a word belongs to the predicate: the verb, its auxiliaries and copula, particle, "to" and "not"."""
    if word is verb:
        return verb.find("cop") is None
    infinitive = word.dep == "mark" and word.lower == "to"
    negation = word.tag == "RB" and word.lower in {"not", "n't"}
    return infinitive or negation or word.dep in {"aux", "aux:pass", "cop", "compound:prt"}


def said(words):
    words = list(words)
    while words and words[-1].pos == "PUNCT":
        words.pop()
    while words and words[0].pos == "PUNCT":
        words.pop(0)
    return " ".join(word.text for word in words)


def match(gold, predicted):
    """Precision and recall of the predicted words, or zeros where no word of the predicates is shared."""
    straight = overlap(gold, predicted)
    if any(verb in gold[0] for verb in SAID):
        straight = max(straight, overlap(gold, (predicted[0], predicted[2], predicted[1])))
    return straight


def overlap(gold, predicted):
    shared = common(gold[0], predicted[0])
    if "be" in predicted[0].split() and BE & set(gold[0].split()):
        shared += 1
    if not shared:
        return 0.0, 0.0
    shared += sum(common(ours, theirs) for ours, theirs in zip(gold[1:], predicted[1:], strict=True))
    return shared / len(" ".join(predicted).split()), shared / len(" ".join(gold).split())


def common(one, other):
    return sum((Counter(one.split()) & Counter(other.split())).values())


def carb(options):
    gold = defaultdict(list)
    with gzip.open(options.paths[0], "rt", encoding="utf-8") as rows:
        for row in rows:
            text, predicate, *arguments = row.rstrip("\n").split("\t")
            gold[text].append((predicate, arguments[0], " ".join(arguments[1:])))
    nlp = load_language()
    precise = recalled = predictions = expected = 0.0
    for text, theirs in gold.items():
        doc = nlp(text.replace("``", '"').replace("''", '"'))
        ours = [found for sentence in read_sentences(doc, 0, 0, PassageKind.PROSE) for found in tuples(sentence)]
        ours = list(dict.fromkeys(found for found in ours if found[0] and found[1]))
        scores = {(g, p): match(one, other) for g, one in enumerate(theirs) for p, other in enumerate(ours)}
        recalled += sum(max((scores[g, p][1] for p in range(len(ours))), default=0.0) for g in range(len(theirs)))
        pairs = sorted(scores, key=lambda pair: -scores[pair][0])
        used_gold, used_ours = set(), set()
        for g, p in pairs:
            if g not in used_gold and p not in used_ours:
                used_gold.add(g)
                used_ours.add(p)
                precise += scores[g, p][0]
        predictions, expected = predictions + len(ours), expected + len(theirs)
    precision, recall = precise / predictions, recalled / expected
    show(
        precision=round(precision, 3),
        recall=round(recall, 3),
        f1=round(2 * precision * recall / (precision + recall), 3),
    )


# CheckThat! 2024, task 1.


def scored(path):
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        table = [row for row in csv.reader(rows, delimiter="\t") if len(row) == 3][1:]
    nlp, found = load_language(), []
    for start in range(0, len(table), 512):
        batch = table[start : start + 512]
        read = read_articles(nlp, [article_of(text or ".", start + n) for n, (_, text, _) in enumerate(batch)])
        found.extend(max((claim.worth for claim in one.claims), default=0.0) for one in read)
    return found, [row[2] == "Yes" for row in table]


def f1_at(threshold, scores, gold):
    chosen = [score >= threshold for score in scores]
    right = sum(a and b for a, b in zip(chosen, gold, strict=True))
    return 2 * right / max(1, sum(chosen) + sum(gold))


def worth(options):
    train, test = (scored(path) for path in options.paths)
    threshold = max({*train[0]}, key=lambda one: f1_at(one, *train))
    show(
        threshold=threshold,
        f1_train=round(f1_at(threshold, *train), 3),
        f1_test=round(f1_at(threshold, *test), 3),
        f1_if_all=round(f1_at(0.0, *test), 3),
    )


def quotes(options):
    nlp = load_language()
    articles = (
        article_of(text, n)
        for n, text in enumerate(itertools.islice(texts(options.paths), options.articles))
        if text.strip()
    )
    read = claims = 0
    while batch := list(itertools.islice(articles, BATCH)):
        for enriched in read_articles(nlp, batch):
            text, spans = enriched.article.text, [(one.start, one.end) for one in passages(enriched.article.text)]
            for claim in enriched.claims:
                assert claim.quote == text[claim.start : claim.end], claim
                assert any(start <= claim.start and claim.end <= end for start, end in spans), claim
            claims += len(enriched.claims)
        read += len(batch)
    show(articles=read, claims=claims)


def references(options):
    stories = [path for folder in options.paths for path in sorted(folder.glob("*.json"))]
    told = [article["text"] for path in stories for article in json.loads(path.read_text("utf-8"))["articles"]]
    chance = random.Random(SEED)
    articles = [article_of(text, n) for n, text in enumerate(chance.sample(told, min(options.articles, len(told))))]
    filled = [
        (enriched.article.text[max(0, claim.start - BEFORE) : claim.start], claim)
        for enriched in read_articles(load_language(), articles)
        for claim in enriched.claims
        if claim.settled and Counter(pronouns(claim.quote)) - Counter(pronouns(claim.text))
    ]
    for before, claim in chance.sample(filled, min(DRAWN, len(filled))):
        show(before=before, quote=claim.quote, text=claim.text)
    show(filled=len(filled))


def pronouns(text):
    return [word for word in re.findall(r"\w+", text.lower()) if word in PRONOUNS]


def speed(options):
    nlp = load_language()
    articles = [article_of(text, n) for n, text in enumerate(itertools.islice(texts(options.paths), options.articles))]
    read_articles(nlp, articles[:BATCH])
    bare = claims = 0.0
    for start in range(0, len(articles), BATCH):
        batch = articles[start : start + BATCH]
        began = time.process_time()
        for _ in nlp.pipe([a.text[p.start : p.end] for a in batch for p in passages(a.text)], batch_size=256):
            pass
        middle = time.process_time()
        read_articles(nlp, batch)
        bare, claims = bare + middle - began, claims + time.process_time() - middle
    show(
        articles=len(articles),
        bare=round(len(articles) / bare, 1),
        claims=round(len(articles) / claims, 1),
        share=round(bare / claims, 3),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("carb", "worth", "quotes", "references", "speed"))
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    parser.add_argument("--articles", type=int, default=5_000)
    options = parser.parse_args()
    globals()[options.what](options)


if __name__ == "__main__":
    main()
