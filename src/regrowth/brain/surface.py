"""Values of regions painted on the cortical surface.

The surface is fsaverage5, whose files come inside nilearn, so that nothing is downloaded. Each point of the surface
takes the value of the region whose centre is nearest in its hemisphere, which draws borders only roughly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from regrowth.brain.connectome import INSTALL, MissingExtra
from regrowth.brain.regions import regions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]
VIEWS = (("left", "outside"), ("left", "inside"), ("right", "inside"), ("right", "outside"))
_FOLDS = 0.28  # how dark the floor of a sulcus is drawn
_BARE = np.array([0.87, 0.87, 0.86])  # medial wall


@dataclass(frozen=True)
class Mesh:
    """One hemisphere: points (mm), triangles, depth of folds, the region of each point (-1 on the medial wall)."""

    points: Array
    triangles: NDArray[np.intp]
    folds: Array
    region: NDArray[np.intp]


@cache
def mesh(hemisphere: str) -> Mesh:
    """The hemisphere called `left` or `right`."""
    from importlib.util import find_spec
    from pathlib import Path

    found = find_spec("nilearn")
    if found is None or not found.submodule_search_locations:
        raise MissingExtra(f"Drawing the brain needs the surfaces of the extra `brain`: {INSTALL}")
    import nibabel

    folder = Path(found.submodule_search_locations[0], "datasets", "data", "fsaverage5")

    def arrays(name: str) -> Any:
        return nibabel.load(folder / f"{name}_{hemisphere}.gii.gz").darrays  # type: ignore[attr-defined]

    points, triangles = (np.asarray(part.data) for part in arrays("pial"))
    inflated = np.asarray(arrays("infl")[0].data, float)
    folds = np.asarray(arrays("sulc")[0].data, float)
    thickness = np.asarray(arrays("thick")[0].data, float)
    here = regions()
    ours = np.array([i for i, name in enumerate(here.names) if name.endswith(hemisphere[0].upper())])
    apart = ((points[:, None, :] - here.centres[ours][None]) ** 2).sum(axis=2)
    region = np.where(thickness <= 0.01, -1, ours[np.argmin(apart, axis=1)])
    shape = 0.55 * np.asarray(points, float) + 0.45 * _scaled(inflated, points)
    return Mesh(shape, np.asarray(triangles, np.intp), folds, region)


def paint(axes: Axes, values: Array, colours: Any, norm: Any, hemisphere: str, side: str) -> None:
    """Draw one view of one hemisphere, regions coloured by their values."""
    from matplotlib.collections import PolyCollection

    m = mesh(hemisphere)
    looking_from = 1.0 if (hemisphere == "right") == (side == "outside") else -1.0
    corners = m.points[m.triangles]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-12
    if (normal * (corners.mean(axis=1) - m.points.mean(axis=0))).sum() < 0:
        normal = -normal
    seen = normal[:, 0] * looking_from > -0.05
    order = np.argsort((corners[:, :, 0].mean(axis=1) * looking_from)[seen])
    faces = np.flatnonzero(seen)[order]
    across = corners[faces][:, :, 1] * looking_from
    flat = np.stack([across, corners[faces][:, :, 2]], axis=2)

    chosen = m.region[m.triangles[faces]]
    whose = np.where(chosen[:, 0] == chosen[:, 1], chosen[:, 0], chosen[:, 2])
    painted = colours(norm(values[np.clip(whose, 0, None)]))[:, :3]
    painted[whose < 0] = _BARE
    light = np.array([0.75 * looking_from, -0.1, 0.65])
    bright = 0.62 + 0.38 * np.clip(normal[faces] @ (light / np.linalg.norm(light)), 0, 1)
    deep = np.clip(m.folds[m.triangles[faces]].mean(axis=1) / 10.0, -1, 1)
    shade = (bright * (1.0 - _FOLDS * np.clip(deep, 0, 1)))[:, None]
    colour = np.clip(painted * shade, 0, 1)
    axes.add_collection(
        PolyCollection(list(flat), facecolors=colour, edgecolors=colour, linewidths=0.25, rasterized=True)
    )
    low, high = flat.reshape(-1, 2).min(axis=0), flat.reshape(-1, 2).max(axis=0)
    axes.set(xlim=(low[0] - 4, high[0] + 4), ylim=(low[1] - 4, high[1] + 4), aspect="equal")
    axes.set_axis_off()


def _scaled(inflated: Array, like: Array) -> Array:
    """An inflated surface in the place and size of another one."""
    middle = inflated - inflated.mean(axis=0)
    return middle * (np.ptp(like, axis=0) / np.ptp(inflated, axis=0)) + like.mean(axis=0)
