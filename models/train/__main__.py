"""``python -m models.train``: rebuilds and measures the shipped news model."""

from pathlib import Path
from typing import Annotated

import spacy
import torch
import typer

from models.train.build import build
from models.train.corpora import read_rows
from models.train.encoder import minilm
from models.train.measure import Row, entity_rows, grammar_rows, seconds, speed_rows, whole
from models.train.recipe import read_corpora, train
from models.train.tok2vec import train_tok2vec

SHIPPED = Path("models/en_gainsay_news")
THREADS = 2
HEADING = "| measure | value | target | met |\n| --- | --- | --- | --- |"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)
Data = Annotated[Path, typer.Argument(help="folder with ud/, ner/ and load/", exists=True, file_okay=False)]


@app.command()
def rebuild(
    data: Data,
    out: Annotated[Path, typer.Option(help="where the pipeline goes")] = SHIPPED,
    work: Annotated[Path, typer.Option(help="where checkpoints go; training goes on from one that is there")] = Path(
        "build/news-model"
    ),
) -> None:
    """Trains the network from its starting point and assembles the pipeline."""
    torch.set_num_threads(THREADS)
    encoder = minilm()
    network, inventory = train(data, encoder, work, typer.echo)
    build(network, inventory, encoder / "vocab.txt", out)


@app.command()
def measure(
    data: Data,
    pipeline: Annotated[Path, typer.Option(help="the pipeline to measure", exists=True)] = SHIPPED,
    speed: Annotated[bool, typer.Option(help="also measure speed, which wants an idle core")] = True,
) -> None:
    """Prints the table of targets."""
    nlp = spacy.load(pipeline)
    typer.echo(HEADING)
    if speed:  # first, while the process holds nothing else
        for row in speed_rows(nlp, pipeline, data):
            typer.echo(row)
    for row in grammar_rows(nlp, data):
        typer.echo(row)
    for row in entity_rows(nlp, data):
        typer.echo(row)


@app.command()
def compare(
    data: Data,
    rounds: Annotated[int, typer.Option(help="passes over all corpora")] = 10,
    work: Annotated[Path, typer.Option(help="where the pipeline goes")] = Path("build/tok2vec"),
) -> None:
    """Trains spaCy's own small pipeline on the same corpora and prints the same table of it."""
    nlp = train_tok2vec(read_corpora(data), rounds, work, typer.echo)
    typer.echo(HEADING)
    for row in (*grammar_rows(nlp, data), *entity_rows(nlp, data)):
        typer.echo(row)
    texts = [row["text"] for row in read_rows(data / "load/worldwide.jsonl.gz")]
    words = sum(len(text.split()) for text in texts)
    typer.echo(Row("whole pipeline: words/s on one core", words / seconds(lambda: whole(nlp, texts))))


if __name__ == "__main__":
    app()
