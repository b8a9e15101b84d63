"""The run: everything a simulation gave, labelled, with units and sources, saved as zarr.

A run is an xarray `DataTree`: one group per level (`pharmacokinetics`, …, `outcomes`), every variable with the
dims `arm, person, time` and the attributes `unit`, `meaning` and `sources`. The root carries what is needed to
know where the numbers come from: protocol text, model fingerprint, seed, versions, every parameter with its source.
"""

from __future__ import annotations

import datetime
import importlib.metadata
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import xarray as xr

from regrowth import NOTICE
from regrowth.bibliography import kind_of_source
from regrowth.border import checked
from regrowth.errors import RegrowthError, nearest
from regrowth.language.declare import LEVELS
from regrowth.saving import is_run, write_parquet, write_zarr
from regrowth.scales import FOUND_BY, SCALES
from regrowth.writing import written_whole

_LIBRARIES = ("numpy", "scipy", "ziglang", "xarray", "zarr", "matplotlib")


@dataclass(frozen=True)
class About:
    """What a variable is: its unit, its meaning, and where its mechanism comes from."""

    unit: str
    meaning: str = ""
    sources: tuple[str, ...] = ()


class Run:
    """The result of a simulation: `run["outcomes"]["madrs"]` is an xarray DataArray of arm × person × time."""

    def __init__(self, tree: xr.DataTree):
        self.tree = tree

    @classmethod
    def of(
        cls,
        values: Mapping[str, np.ndarray],
        about: Mapping[str, About],
        *,
        title: str,
        arms: Sequence[str],
        times: Sequence[float] | np.ndarray,
        people: Mapping[str, np.ndarray] | None = None,
        first: int = 0,
        fingerprint: str = "",
        default_model: bool = True,
        seed: int | None = None,
        species: str = "human",
        protocol: str = "",
        protocol_name: str = "",
        measures: Iterable[Mapping[str, Any]] = (),
        enter: Iterable[Mapping[str, Any]] = (),
        events: Iterable[Mapping[str, Any]] = (),
        parameters: Iterable[Mapping[str, Any]] = (),
        mechanisms: Iterable[Mapping[str, Any]] = (),
        evidence: Iterable[Mapping[str, Any]] = (),
        citations: Iterable[Mapping[str, Any]] = (),
        failures: Iterable[Mapping[str, Any]] = (),
        warnings: Iterable[str] = (),
        arm_people: Mapping[str, str] | None = None,
    ) -> Run:
        """Label arrays of (arm, person, time), given by observable name (`outcomes.madrs`).

        `people`       covariates, arrays of (arm, person) or (person,)
        `first`        the number of the first person, of people who are simulated in parts
        `measures`     what the protocol asks for: {observable or sum, label, times (hours), unit (its own if empty)}
        `enter`        who goes on: {observable, label, times (hours), found}
        `events`       what was done: {arm, kind, label, start, stop (hours)}; kind is dose, perturbation or context
        `parameters`   {name, value, unit, meaning, source, spread} for every parameter of the model
        `mechanisms`   {name, title, reads, gives, feedback}, in reading order
        `evidence`     published values of this protocol's arms, with the fields of `regrowth.protocol.Dot`
        `citations`    {key, text, doi}
        `arm_people`   in what the people of an arm differ from the others, in words
        `failures`     {arm, person, time, reason} for each person who could not be simulated
        """
        shape = (len(arms), -1, len(times))
        groups: dict[str, dict[str, xr.Variable]] = {}
        people_count = 0
        for name, array in values.items():
            level, _, variable = name.partition(".")
            if not variable:
                raise ValueError(f"an observable is called level.name, not {name!r}")
            array = np.asarray(array).reshape(shape)
            people_count = people_count or array.shape[1]
            told = about[name]
            attributes = {"unit": told.unit, "meaning": told.meaning, "sources": list(told.sources)}
            groups.setdefault(level, {})[variable] = xr.Variable(("arm", "person", "time"), array, attributes)
        root = xr.Dataset(
            coords={
                "arm": ("arm", np.array(list(arms), dtype=object), {"meaning": "arm of the protocol"}),
                "person": ("person", np.arange(first, first + people_count), {"meaning": "number of the person"}),
                "time": ("time", np.asarray(times, float), {"unit": "h", "meaning": "hours since the first dose"}),
            },
            attrs={
                "title": title,
                "notice": NOTICE,
                "regrowth_version": importlib.metadata.version("regrowth"),
                "model_fingerprint": fingerprint,
                "default_model": default_model,
                "seed": seed,
                "species": species,
                "protocol_name": protocol_name,
                "protocol": protocol,
                "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
                "libraries": {"python": platform.python_version()}
                | {name: importlib.metadata.version(name) for name in _LIBRARIES},
                "measures": [dict(row) for row in measures],
                "enter": [dict(row) for row in enter],
                "events": [dict(row) for row in events],
                "parameters": [dict(row) for row in parameters],
                "mechanisms": [dict(row) for row in mechanisms],
                "evidence": [dict(row) for row in evidence],
                "citations": [dict(row) for row in citations],
                "failures": [dict(row) for row in failures],
                "warnings": list(warnings),
                "arm_people": dict(arm_people or {}),
            },
        )
        order = [level for level in LEVELS if level in groups] + [g for g in groups if g not in LEVELS]
        nodes: dict[str, xr.Dataset] = {"/": root}
        nodes |= {f"/{level}": xr.Dataset(groups[level]) for level in order}
        if people:
            dims = {1: ("person",), 2: ("arm", "person")}
            nodes["/people"] = xr.Dataset(
                {name: (dims[np.ndim(array)], np.asarray(array)) for name, array in people.items()}
            )
        return cls(xr.DataTree.from_dict(nodes))

    # what is in it

    @property
    def attrs(self) -> dict[str, Any]:
        """What is kept about the whole run: versions, seed, protocol, mechanisms, sources, warnings."""
        return cast("dict[str, Any]", self.tree.attrs)

    @property
    def title(self) -> str:
        """The protocol's title."""
        return self.tree.attrs["title"]

    @property
    def arms(self) -> list[str]:
        """The names of its arms."""
        return [str(arm) for arm in self.tree.coords["arm"].values]

    @property
    def times(self) -> np.ndarray:
        """Hours since the first dose."""
        return self.tree.coords["time"].values

    @property
    def subject(self) -> str:
        """What one of its people is called: a person, a mouse or a rat."""
        return "person" if self.attrs["species"] == "human" else self.attrs["species"]

    @property
    def entry(self) -> float | None:
        """Hours of the visit that says last who goes on (`enter` of a protocol); None where all do."""
        return max((time for gate in self.attrs.get("enter", ()) for time in gate["times"]), default=None)

    @property
    def people_count(self) -> int:
        """People per arm."""
        return int(self.tree.sizes["person"])

    @property
    def levels(self) -> list[str]:
        """The levels that this run holds, in reading order."""
        held = [level for level in self.tree.children if level != "people"]
        return sorted(held, key=lambda level: LEVELS.index(level) if level in LEVELS else len(LEVELS))

    @property
    def observables(self) -> list[str]:
        """All that it holds, as `level.name`."""
        return [f"{level}.{name}" for level in self.levels for name in self.tree[level].data_vars]

    @property
    def assumed(self) -> list[dict[str, Any]]:
        """The parameters that rest on no measurement."""
        return [row for row in self.attrs["parameters"] if kind_of_source(row["source"]) == "assumed"]

    def __getitem__(self, name: str) -> Any:
        """A level (`run["outcomes"]`), an observable (`run["outcomes.madrs"]`) or a sum of such (see `course`)."""
        if "+" in name:
            return self.course(name)
        level, _, variable = name.partition(".")
        if level not in self.tree.children:
            near = nearest(name, self.observables)
            raise RegrowthError(f"This run has no level {level!r}; it has {', '.join(self.levels)}. {near}".rstrip())
        node = self.tree[level]
        if not variable:
            return node
        if variable not in node.data_vars:
            raise RegrowthError(f"This run has no {name!r}. {nearest(name, self.observables)}".rstrip())
        return node[variable]

    def course(self, what: str, unit: str = "") -> xr.DataArray:
        """An observable, or a sum of several of one level, in a unit of your choice: arm × person × time.

        Amounts convert to masses by each compound's own (`conversion`).

        >>> run.course("pharmacokinetics.s_ketamine_venous + r_ketamine_venous", "ng/mL")  # doctest: +SKIP
        """
        from regrowth.conversion import conversion

        parts = [self[name] for name in parts_of(what)]
        own = unit or parts[0].attrs["unit"]
        if len(parts) == 1 and own == parts[0].attrs["unit"]:
            return parts[0]
        factors = [conversion(str(part.name), part.attrs["unit"], own) for part in parts]
        with xr.set_options(keep_attrs=True):
            total = sum(factor * part for factor, part in zip(factors, parts, strict=True))
        assert isinstance(total, xr.DataArray)
        return total.rename(" + ".join(str(part.name) for part in parts)).assign_attrs(
            unit=own,
            meaning=" + ".join(part.attrs["meaning"] for part in parts),
            sources=sorted({key for part in parts for key in part.attrs["sources"]}),
        )

    def __contains__(self, name: object) -> bool:
        if "+" in str(name):
            return all(part in self for part in parts_of(str(name)))
        level, _, variable = str(name).partition(".")
        return level in self.tree.children and (not variable or variable in self.tree[level].data_vars)

    def __repr__(self) -> str:
        return (
            f"<Run {self.title!r}: {len(self.arms)} arms × {self.people_count} people × {len(self.times)} times, "
            f"{len(self.observables)} observables in {', '.join(self.levels)}>"
        )

    def _repr_html_(self) -> str:
        """How a notebook shows a run: what it is, and what the protocol measures."""
        counts = f"{len(self.arms)} arms × {self.people_count} people × {len(self.times)} times"
        held = f"{len(self.observables)} observables in {', '.join(self.levels)}"
        table = self.summary().round(3).to_html(index=False, border=0)
        return f"<b>{escape(self.title)}</b><br>{counts}; {held}<br>{table}<i>{NOTICE}</i>"

    def forget_later(self, who: np.ndarray, time: float) -> None:
        """Forget what becomes of these people (arm, person) after a time (hours): they have left."""
        later = self.times > time + 1e-9
        for name in self.observables:
            values = self[name].values
            values[..., later] = np.where(who[..., None], np.nan, values[..., later])

    # tables

    def at(self, observable: str, times: Sequence[float], unit: str = "") -> xr.DataArray:
        """Values at given hours, linear between the stored times."""
        whole = self.course(observable, unit).transpose("arm", "person", "time")
        hours = np.asarray(times, float)
        after = np.clip(np.searchsorted(self.times, hours), 1, len(self.times) - 1)
        early, late = self.times[after - 1], self.times[after]
        share = np.clip((hours - early) / (late - early), 0.0, 1.0)
        values = whole.values
        # both terms count only where they weigh something: a stored time gives its stored value exactly
        between = (1 - share) * values[..., after - 1] + share * values[..., after]
        between = np.where(share == 1, values[..., after], between)
        return xr.DataArray(
            between,
            dims=("arm", "person", "time"),
            coords={"arm": whole.coords["arm"], "person": whole.coords["person"], "time": hours},
            name=whole.name,
            attrs=whole.attrs,
        )

    def endpoints(self) -> pd.DataFrame:
        """What the protocol measures, one row per arm, person who is there and measuring time.

        `change` is the difference to the same person before the first dose; `response` and `remission` are
        given for rating scales that define them.
        """
        rows = []
        for measure in self.attrs["measures"]:
            name = measure["observable"]
            values = self.at(name, measure["times"], measure.get("unit", ""))
            told, values = values.attrs["unit"], values.values
            before = self.at(name, [min(0.0, *measure["times"])], told).values
            arm, person, time = (grid.ravel() for grid in np.indices(values.shape))
            table = pd.DataFrame(
                {
                    "arm": np.array(self.arms, dtype=object)[arm],
                    "person": self.tree.coords["person"].values[person],
                    "measure": measure.get("label") or name,
                    "observable": name,
                    "unit": told,
                    "time": np.asarray(measure["times"], float)[time],
                    "value": values.ravel(),
                    "change": (values - before).ravel(),
                }
            )
            if scale := SCALES.get(name):
                table["response"] = FOUND_BY[scale.responders].met(values, before).ravel()
                table["remission"] = FOUND_BY[scale.remitters].met(values, before).ravel()
            if self.entry is not None:
                table = table[(table["time"] <= self.entry) | table["value"].notna()]
            rows.append(table)
        if not rows:
            return pd.DataFrame(columns=["arm", "person", "measure", "observable", "unit", "time", "value", "change"])
        return pd.concat(rows, ignore_index=True)

    def summary(self) -> pd.DataFrame:
        """One row per measure, arm and measuring time: mean and, with several people, their middle 95 %.

        `response` and `remission` are shares of people (0 to 1) and only there for scales that define them.
        """
        points = self.endpoints()
        keys = ["measure", "arm", "time"]
        grouped = points.groupby(keys, sort=False)
        table = grouped.agg(
            unit=("unit", "first"), people=("value", "count"), mean=("value", "mean"), change=("change", "mean")
        )
        if self.people_count > 1:
            table["low"] = grouped["value"].quantile(0.025)
            table["high"] = grouped["value"].quantile(0.975)
            for share in ("response", "remission"):
                if share in points:
                    known = points[points[share].notna()]
                    table[share] = known.astype({share: float}).groupby(keys, sort=False)[share].mean()
        return table.reset_index()

    # files

    @checked
    def save(self, path: str | Path, force: bool = False) -> Path:
        """Write the run as a zarr folder. It stands under `path` whole or not at all."""
        path = Path(path)
        with written_whole(path, force=force, ours=is_run) as temporary:
            self.write_zarr(temporary)
        return path

    def write_zarr(self, path: Path) -> None:
        """Write the zarr folder itself, for a caller that puts it into place whole (see `save`)."""
        write_zarr(self.tree, self.levels, path)

    @classmethod
    @checked
    def load(cls, path: str | Path) -> Run:
        """Read a run that `save` wrote. Arrays are read when they are first used."""
        path = Path(path)
        if not path.exists():
            raise RegrowthError(f"There is no run at {path}.")
        if not is_run(path):
            raise RegrowthError(f"{path} is not a saved run (a folder `….zarr` that `Run.save` wrote).")
        return cls(xr.open_datatree(path, engine="zarr", consolidated=False))

    @checked
    def save_endpoints(self, path: str | Path, force: bool = False) -> Path:
        """Write `endpoints()` as parquet."""
        path = Path(path)
        with written_whole(path, force=force) as temporary:
            self.write_endpoints(temporary)
        return path

    def write_endpoints(self, path: Path) -> None:
        """Write the parquet file itself, for a caller that puts it into place whole (see `save_endpoints`)."""
        told = {"title": self.title, "notice": NOTICE, "model_fingerprint": self.attrs["model_fingerprint"]}
        write_parquet(self.endpoints(), told, path)


def parts_of(what: str) -> list[str]:
    """The observables of a sum by their full names; the level may be said once.

    >>> parts_of("pharmacokinetics.s_ketamine_venous + r_ketamine_venous")
    ['pharmacokinetics.s_ketamine_venous', 'pharmacokinetics.r_ketamine_venous']
    """
    first, *others = (part.strip() for part in what.split("+"))
    return [first, *(part if "." in part else f"{first.partition('.')[0]}.{part}" for part in others)]


def sum_of(names: Sequence[str]) -> str:
    """How a sum of observables of one level is called; the other way round of `parts_of`."""
    return " + ".join([names[0], *(name.partition(".")[2] for name in names[1:])])
