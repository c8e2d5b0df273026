"""Models on disk: sealed folders of files, and ONNX graphs run on the CPU."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import onnxruntime as ort

from services.runtime.errors import ConfigurationError

__all__ = ["CHECKSUMS", "ModelError", "read_sealed", "seal", "start_session"]

CHECKSUMS = "checksums.json"


class ModelError(ConfigurationError):
    """A model cannot be loaded: a file of it is missing or is not the one that was shipped."""


def read_sealed(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Reads a model's files; raises ``ModelError`` if one is missing or differs from when the folder was sealed."""
    try:
        checksums = json.loads((folder / CHECKSUMS).read_text(encoding="utf-8"))
        contents = {name: (folder / name).read_bytes() for name in names}
    except (OSError, ValueError) as error:
        raise ModelError(f"the model in {folder} is incomplete: {error}") from error
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != checksums.get(name):
            raise ModelError(
                f"the model in {folder} is damaged: {name} lacks its checksum; restore it from the repository"
            )
    return contents


def seal(folder: Path, names: Sequence[str]) -> None:
    """Writes the checksums of a folder's files; ``read_sealed`` refuses files that differ later."""
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    (folder / CHECKSUMS).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")


def start_session(graph: bytes, threads: int = 1) -> ort.InferenceSession:
    """A session that runs a graph on ``threads`` cores.

    Raises:
        ModelError: The graph cannot be read.
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    try:
        return ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exceptions have no common base of their own
        raise ModelError(f"a model's graph cannot be read: {error}") from error
