"""One call of compiled code for many people: the arrays it reads and fills, shared out to plain threads."""

from __future__ import annotations

import ctypes
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from regrowth.engine.schedule import Events

INTERRUPTED = 4


class Problem(ctypes.Structure):
    """Mirrors ``Problem`` in solver.c, field by field."""

    _fields_ = [
        *[(name, ctypes.c_void_p) for name in (
            "parameters", "start", "rest", "rest_tangent", "inputs", "event_from", "event_time", "event_channel",
            "event_value", "time_start", "out_from", "out_time", "observe", "read", "out", "absolute", "status",
            "failed_at", "failed_state", "steps", "rejected", "lane_slots", "stop",
        )],
        *[(name, ctypes.c_double) for name in ("relative", "first_step", "longest_step", "longest_share")],
        ("most_steps", ctypes.c_int64),
        ("n_rows", ctypes.c_int64),
        ("n_selected", ctypes.c_int32),
        ("n_read", ctypes.c_int32),
    ]  # fmt: skip


class Job:
    """One call of the compiled solver: the arrays it reads and fills.

    ``out`` (columns, rows) holds nothing yet where a person is not integrated.
    """

    def __init__(
        self, call, observer: ctypes.CDLL | None, read: np.ndarray, columns: int, *, rows: np.ndarray,
        start: np.ndarray, rest: np.ndarray, rest_tangent: np.ndarray, scales: np.ndarray,
        events: Events, out_times: list[np.ndarray], rtol: float, first_step: float, longest_step: float,
        longest_share: float, most_steps: int, out: np.ndarray | None = None,
    ):  # fmt: skip
        n = len(rows)
        self._call, self._observer = call, observer  # kept, so that the code stays loaded
        self.offsets = np.concatenate([[0], np.cumsum([len(t) for t in out_times])]).astype(np.int64)
        times = np.concatenate([*out_times, np.zeros(0)]).astype(np.float64)
        first_out = np.array([t[0] if len(t) else 0.0 for t in out_times])
        self.time_start = np.minimum(np.minimum(first_out, events.first), 0.0)
        self.out = np.empty((columns, len(times))) if out is None else out
        self.status = np.zeros(n, np.int32)
        self.failed_at, self.failed_state = np.zeros(n), np.zeros(n, np.int32)
        self.steps, self.rejected = np.zeros(n, np.int64), np.zeros(n, np.int64)
        self.slots, self.stop = np.zeros(2, np.int64), np.zeros(1, np.int32)
        self.arrays = {
            "parameters": rows, "start": start, "rest": rest, "rest_tangent": rest_tangent, "inputs": events.held,
            "event_from": events.offsets, "event_time": events.times, "event_channel": events.channels,
            "event_value": events.values, "time_start": self.time_start, "out_from": self.offsets,
            "out_time": times, "read": read, "out": self.out,
            "absolute": rtol * scales, "status": self.status, "failed_at": self.failed_at,
            "failed_state": self.failed_state, "steps": self.steps, "rejected": self.rejected,
            "lane_slots": self.slots, "stop": self.stop,
        }  # fmt: skip
        self.settings = {
            "relative": rtol, "first_step": first_step, "longest_step": longest_step,
            "longest_share": longest_share, "most_steps": most_steps, "n_rows": len(times), "n_selected": columns,
            "n_read": len(read),
        }  # fmt: skip
        self._problem = Problem(
            **{name: address(array) for name, array in self.arrays.items()}, **self.settings,
            observe=ctypes.cast(observer.observe, ctypes.c_void_p).value if observer else None,
        )  # fmt: skip

    def run(self, people: np.ndarray, threads: int, chunk: int, progress) -> None:
        """Solve some people, in chunks of consecutive ones, on plain threads.

        Never on the caller's own, which must hear Ctrl-C. When interrupted, running chunks stop at their next step;
        whoever is not finished has status INTERRUPTED.
        """
        spans = [s for run in _consecutive(people) for s in chunks(run, chunk)]
        pointer = ctypes.addressof(self._problem)
        with ThreadPoolExecutor(threads) as pool:
            jobs = [pool.submit(self._call, pointer, a, b) for a, b in spans]
            try:
                for (a, b), job in zip(spans, jobs, strict=True):
                    job.result()
                    if progress:
                        progress(b - a)
            except BaseException:
                self.stop[0] = 1  # every running chunk stops at its next step
                for (a, b), job in zip(spans, jobs, strict=True):
                    if job.cancel():
                        self.status[a:b] = INTERRUPTED
                raise


def address(array: np.ndarray) -> int:
    assert array.flags.c_contiguous
    return array.ctypes.data


def _consecutive(people: np.ndarray) -> list[tuple[int, int]]:
    if not len(people):
        return []
    breaks = np.flatnonzero(np.diff(people) > 1)
    starts = np.concatenate([[people[0]], people[breaks + 1]])
    stops = np.concatenate([people[breaks], [people[-1]]]) + 1
    return [(int(a), int(b)) for a, b in zip(starts, stops, strict=True)]


def chunks(span: tuple[int, int], size: int) -> list[tuple[int, int]]:
    return [(a, min(a + size, span[1])) for a in range(span[0], span[1], size)]
