"""``python -m models.train.verdict``: rebuilds and measures the shipped verdict model."""

from pathlib import Path
from typing import Annotated

import torch
import typer

from models.train.verdict.examples import VERDICTS
from models.train.verdict.export import export, graph_of
from models.train.verdict.inference import RELATIONS
from models.train.verdict.measure import alignment_rows, claim_set_rows, inference_rows, speed_rows, story_rows
from models.train.verdict.network import VerdictNetwork
from models.train.verdict.recipe import (
    HALVES,
    INFERENCE_CHECKPOINT,
    learn_alignment,
    learn_inference,
    learn_stories,
    learn_verdicts,
    saved,
    story_checkpoint,
)
from services.ledger.verdictmodel.alignment import ClaimVectors
from services.ledger.verdictmodel.model import GRAPH

SHIPPED = Path("models/en_gainsay_verdict")
WORK = Path("build/verdict-model")
VERSION = "en_gainsay_verdict-0.4.0"
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
    """Trains all stages from the starting point and exports the model in eight bits.

    Two more, which know one half of the stories each, go into ``work``: they tell how the model does on others.
    """
    torch.set_num_threads(THREADS)
    work.mkdir(parents=True, exist_ok=True)
    start = learn_verdicts(data, learn_inference(data, work, typer.echo), work, typer.echo)
    for half in HALVES:
        network = learn_stories(data, clusters, start, half, work, typer.echo)
        alone = learn_alignment(data, clusters, half, work, typer.echo)
        export(network, alone, f"{VERSION}, half {half} of the stories", work / f"half-{half}")
    network = learn_stories(data, clusters, start, None, work, typer.echo)
    export(network, learn_alignment(data, clusters, None, work, typer.echo), VERSION, out)


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
    graphs: dict[str, bytes | None] = {}
    stages = ((INFERENCE_CHECKPOINT, len(RELATIONS), True), (story_checkpoint(None), len(VERDICTS), False))
    for name, outputs, eight_bit in stages:
        if (work / name).exists():
            graphs[name] = graph_of(saved(VerdictNetwork(outputs), work / name), eight_bit)
        else:
            graphs[name] = None
            typer.echo(f"left out: what {work / name} is needed for", err=True)
    halves = {half: work / f"half-{half}" for half in HALVES if (work / f"half-{half}").exists()}
    crossed = {half: (folder / GRAPH).read_bytes() for half, folder in halves.items()}
    if (inference := graphs[INFERENCE_CHECKPOINT]) is not None:
        for row in inference_rows(inference, data):
            typer.echo(row)
    for row in claim_set_rows(model, data, graphs[story_checkpoint(None)]):
        typer.echo(row)
    for row in story_rows(model, crossed, clusters, work):
        typer.echo(row)
    for row in alignment_rows({half: ClaimVectors(folder) for half, folder in halves.items()}, clusters, work):
        typer.echo(row)


if __name__ == "__main__":
    app()
