"""The command line: one command per verb, one verb per file, thin.

Heavy libraries are imported inside the commands, so that `--help` and errors answer at once.
Exit codes: 0 done, 2 something in the input (one message, no traceback), 1 a fault in regrowth itself.
"""

from __future__ import annotations

import os
import signal
import sys

from regrowth.cli.app import app
from regrowth.cli.bench import bench
from regrowth.cli.brain import brain
from regrowth.cli.check import check
from regrowth.cli.compare import compare
from regrowth.cli.describe import describe
from regrowth.cli.export import export
from regrowth.cli.grow import grow
from regrowth.cli.run import run

for _verb in (run, check, compare, describe, grow, brain, export, bench):
    app.command()(_verb)


def main() -> None:
    """The `regrowth` command."""

    def stop(*_: object) -> None:  # a plain `kill` cleans up like an interrupt
        raise KeyboardInterrupt

    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, stop)
    try:
        app()
    except BrokenPipeError:  # `regrowth describe --all | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
