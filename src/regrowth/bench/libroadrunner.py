"""libRoadRunner as a peer: the exported SBML, integrated by CVODE.

Somogyi et al. 2015, Bioinformatics 31:3315, doi:10.1093/bioinformatics/btv363
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np


class LibRoadRunner:
    """One loaded model. Absolute tolerances are one per state: a single one kills runs at the first infusion edge."""

    name = "libRoadRunner"

    def __init__(self, sbml: str, scales: Mapping[str, float]):
        import roadrunner

        roadrunner.Logger.setLevel(roadrunner.Logger.LOG_ERROR)
        self.version: str = roadrunner.__version__
        self._runner = roadrunner.RoadRunner(sbml)
        model = self._runner.model
        order = [model.getStateVectorId(i) for i in range(model.getNumRateRules())]
        self._scales = np.array([scales[name] for name in order])
        self._place = {name: i for i, name in enumerate(model.getGlobalParameterIds())}

    def solve(self, values: Mapping[str, float], times: np.ndarray, observe: Sequence[str], rtol: float) -> np.ndarray:
        """Observed symbols × times, in coherent units; ``values`` are parameters and initial values by SBML id."""
        runner, integrator = self._runner, self._runner.integrator
        runner.reset()
        index = [self._place[name] for name in values]
        if index:
            runner.model.setGlobalParameterValues(index, list(values.values()))
        integrator.setValue("relative_tolerance", rtol)
        integrator.setValue("absolute_tolerance", list(rtol * self._scales))
        integrator.setValue("maximum_num_steps", 1_000_000)
        runner.timeCourseSelections = ["time", *observe]
        rows = runner.simulate(times=list(times))
        return np.asarray(rows)[:, 1:].T
