"""``python -m models.train.verdict``: rebuilds and measures the shipped verdict model."""

from pathlib import Path
from typing import Annotated

import torch
import typer

from models.train.verdict.examples import QUESTIONS
from models.train.verdict.export import export, graph_of
from models.train.verdict.measure import (
    alignment_rows,
    case_rows,
    claim_set_rows,
    inference_rows,
    speed_rows,
    story_rows,
)
from models.train.verdict.network import VerdictNetwork
from models.train.verdict.recipe import (
    STORY_CHECKPOINT,
    learn_alignment,
    learn_inference,
    learn_stories,
    learn_verdicts,
    saved,
)

SHIPPED = Path("models/en_gainsay_verdict")
WORK = Path("build/verdict-model")
VERSION = "0.9.0"
THREADS = 2

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help=__doc__)
Data = Annotated[Path, typer.Argument(help="folder with nli/, claimsets/ and ud/", exists=True, file_okay=False)]
Clusters = Annotated[Path, typer.Argument(help="folder with train/ and dev/", exists=True, file_okay=False)]
Work = Annotated[Path, typer.Option(help="where checkpoints go; training goes on from one that is there")]


@app.command()
def rebuild(
    data: Data,
    clusters: Clusters,
    out: Annotated[Path, typer.Option(help="where the model goes")] = SHIPPED,
    work: Work = WORK,
) -> None:
    """Trains all stages from the starting point and exports the model in eight bits."""
    torch.set_num_threads(THREADS)
    work.mkdir(parents=True, exist_ok=True)
    start = learn_verdicts(data, learn_inference(data, work, typer.echo), work, typer.echo)
    alone = learn_alignment(data, clusters, work, typer.echo)
    export(learn_stories(data, clusters, start, alone, work, typer.echo), alone, VERSION, out)


@app.command()
def measure(
    data: Data,
    clusters: Clusters,
    model: Annotated[Path, typer.Option(help="the model to measure", exists=True)] = SHIPPED,
    work: Work = WORK,
    speed: Annotated[bool, typer.Option(help="also measure speed, which wants an idle core")] = True,
) -> None:
    """Prints the table of targets; what needs a checkpoint that is not in ``work`` is left out, and said."""
    typer.echo("| measure | value | target | met |\n| --- | --- | --- | --- |")
    if speed:  # first, while the process holds nothing else
        for row in speed_rows(model, data):
            typer.echo(row)
    full = None
    if (work / STORY_CHECKPOINT).exists():
        network = saved(VerdictNetwork(), work / STORY_CHECKPOINT)
        full = graph_of(network, eight_bit=False)
        for row in inference_rows(graph_of(network, question=QUESTIONS[1]), data):
            typer.echo(row)
    else:
        typer.echo(f"left out: what {work / STORY_CHECKPOINT} is needed for", err=True)
    for row in (*claim_set_rows(model, data, full), *case_rows(model), *story_rows(model, clusters, work)):
        typer.echo(row)
    for row in alignment_rows(model, clusters, work):
        typer.echo(row)


if __name__ == "__main__":
    app()
