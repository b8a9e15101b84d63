"""How a run is saved: its levels as a zarr folder, its endpoints as parquet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

_CHUNK_BYTES = 8_000_000  # of a saved variable, before they are packed


def write_zarr(tree: xr.DataTree, levels: Sequence[str], path: Path) -> None:
    """Write a run as a zarr folder, fast.

    zarr takes milliseconds for each of some hundred arrays, most of them in waiting for its own threads. All
    variables of a run have one shape, so zarr describes one of each level; the others are described alike, with
    attributes of their own, and the numbers are packed as zarr would pack them, in chunks of some people.
    """
    import pyarrow
    import zarr.storage

    arms, people, times = shape = tuple(tree.sizes[dim] for dim in ("arm", "person", "time"))
    parts = -(-people // max(_CHUNK_BYTES // (8 * arms * times), 1))
    chunk = (arms, -(-people // max(parts, 1)), times)
    nodes = {"/": tree.to_dataset()}
    for level, node in tree.children.items():
        own = node.to_dataset(inherit=False)
        if level in levels:  # zarr writes no numbers where there are none
            own = xr.Dataset({str(next(iter(own))): (("arm", "person", "time"), np.broadcast_to(np.nan, shape))})
        nodes[f"/{level}"] = own
    made: dict[str, Any] = {}
    chunks = {f"/{level}": {name: {"chunks": chunk} for name in nodes[f"/{level}"]} for level in levels}
    store = zarr.storage.MemoryStore(made)
    xr.DataTree.from_dict(nodes).to_zarr(store, zarr_format=3, consolidated=False, encoding=chunks)
    for key, content in made.items():
        _write_bytes(path / key, content.to_bytes())
    for level in levels:
        (name,) = nodes[f"/{level}"]
        described = json.loads(made[f"{level}/{name}/zarr.json"].to_bytes())
        for other, variable in tree[level].data_vars.items():
            folder, values = path / level / str(other), variable.values
            _write_bytes(folder / "zarr.json", json.dumps(described | {"attributes": variable.attrs}).encode())
            for part in range(parts):
                numbers = np.full(chunk, np.nan)  # the last chunk is filled up
                some = values[:, part * chunk[1] : (part + 1) * chunk[1]]
                numbers[:, : some.shape[1]] = some
                _write_bytes(folder / f"c/0/{part}/0", pyarrow.compress(numbers, codec="zstd", asbytes=True))


def _write_bytes(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def is_run(path: Path) -> bool:
    """Whether a folder is a run that `Run.save` wrote."""
    try:
        root = json.loads((path / "zarr.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return "regrowth_version" in root.get("attributes", {})


def write_parquet(table: pd.DataFrame, told: Mapping[str, str], path: Path) -> None:
    """Write a table as parquet; `told` is what its file says of it."""
    import pyarrow
    import pyarrow.parquet

    found = pyarrow.Table.from_pandas(table, preserve_index=False)
    found = found.replace_schema_metadata({**(found.schema.metadata or {}), **told})
    pyarrow.parquet.write_table(found, path)
