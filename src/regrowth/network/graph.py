"""Graph measures of the grown network, by networkx and scipy: degrees, modularity, efficiency, clustering."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import shortest_path

from regrowth.errors import RegrowthError
from regrowth.network.growth import Grown

MOST_EDGES = 400_000


@dataclass(frozen=True)
class Measures:
    """Degrees count synapses; several synapses between two neurons make one edge of that weight."""

    neurons: int
    edges: int
    mean_degree: float
    sd_degree: float
    modularity: float  # of the partition into old, new and untagged neurons (Newman)
    communities: float  # modularity of the best partition found (Louvain)
    efficiency: float  # mean of 1/path length over pairs, unweighted, from a sample of neurons
    within_old: float  # synapses within the old ensemble, as a multiple of chance
    within_new: float


def edges(grown: Grown, hour: float | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Sources and targets of all synapses at an hour (or at the end)."""
    if hour is None:
        there = np.flatnonzero(grown.synapses.state)
        return grown.synapses.source[there], there // grown.sheet.sites
    alive = grown.lives.alive(hour)
    return grown.lives.source[alive], grown.lives.target[alive]


def measures(grown: Grown, hour: float | None = None, *, sample: int = 200, communities: bool = False) -> Measures:
    """Graph measures at an hour (or at the end). `communities` looks for the best partition, which takes longer."""
    import networkx as nx

    source, target = edges(grown, hour)
    n, label = grown.sheet.neurons, grown.sheet.label
    weights = coo_array((np.ones(len(source)), (source, target)), shape=(n, n)).tocsr()
    weights.sum_duplicates()
    if weights.nnz > MOST_EDGES:
        raise RegrowthError(
            f"{weights.nnz:,} connections are too many for graph measures in reasonable time (up to {MOST_EDGES:,}). "
            "Grow a smaller network for these."
        )
    degree = np.asarray(weights.sum(axis=1)).ravel() + np.asarray(weights.sum(axis=0)).ravel()
    graph = nx.from_scipy_sparse_array(weights, create_using=nx.DiGraph)
    parts = [set(np.flatnonzero(label == code).tolist()) for code in np.unique(label)]
    best = float("nan")
    if communities:
        best = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=grown.seed))
    chosen = np.random.default_rng([grown.seed, 2]).choice(n, min(sample, n), replace=False)
    steps = shortest_path(weights, unweighted=True, indices=chosen)
    with np.errstate(divide="ignore"):
        near = np.where(steps > 0, 1 / steps, 0.0)
    return Measures(
        n,
        int(weights.nnz),
        float(degree.mean()),
        float(degree.std()),
        float(nx.community.modularity(graph, parts)),
        best,
        float(near.sum() / (len(chosen) * (n - 1))),
        _within(source, target, label, 1),
        _within(source, target, label, 2),
    )


def _within(source: np.ndarray, target: np.ndarray, label: np.ndarray, code: int) -> float:
    own = label == code
    into = own[target]
    return float(own[source][into].mean() / own.mean()) if into.any() else float("nan")
