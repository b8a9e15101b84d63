"""COPASI as a peer: the exported SBML, integrated by LSODA.

Hoops et al. 2006, Bioinformatics 22:3067, doi:10.1093/bioinformatics/btl485
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


class Copasi:
    """One loaded model. LSODA takes a single absolute tolerance: the smallest of the states' own."""

    name = "COPASI"

    def __init__(self, sbml: str, scales: Mapping[str, float]):
        import basico
        import COPASI

        self._copasi: Any = COPASI  # its wrappers carry no types
        self.version: str = self._copasi.CVersion.VERSION.getVersion()
        self._data: Any = basico.load_model_from_string(sbml)
        self._model = self._data.getModel()
        values = self._model.getModelValues()
        self._values = {values.get(i).getSBMLId(): values.get(i) for i in range(values.size())}
        self._absolute = min(scales.values())
        self._basico = basico

    def solve(self, values: Mapping[str, float], times: np.ndarray, observe: Sequence[str], rtol: float) -> np.ndarray:
        """Observed symbols × times, in coherent units; ``values`` are parameters and initial values by SBML id."""
        copasi, task = self._copasi, self._data.getTask("Time-Course")
        changed = copasi.ObjectStdVector()
        for name, value in values.items():
            item = self._values[name]
            item.setInitialValue(value)
            changed.append(item.getInitialValueReference())
        if len(values):
            self._model.updateInitialValues(changed)
        task.setMethodType(copasi.CTaskEnum.Method_deterministic)
        method, problem = task.getMethod(), task.getProblem()
        method.getParameter("Relative Tolerance").setDblValue(rtol)
        method.getParameter("Absolute Tolerance").setDblValue(rtol * self._absolute)
        method.getParameter("Max Internal Steps").setIntValue(1_000_000)
        problem.setAutomaticStepSize(False)
        problem.setDuration(float(times[-1] - times[0]))
        problem.setStepNumber(len(times) - 1)
        problem.setOutputStartTime(0.0)
        problem.setTimeSeriesRequested(False)
        problem.setOutputEvent(False)
        kept = copasi.CDataHandler()
        for name in observe:
            kept.addDuringName(copasi.CRegisteredCommonName(self._values[name].getValueReference().getCN().getString()))
        if not task.initializeRawWithOutputHandler(copasi.CCopasiTask.OUTPUT_DURING, kept):
            raise RuntimeError(copasi.CCopasiMessage.getAllMessageText())
        if not task.processRaw(True):
            raise RuntimeError(copasi.CCopasiMessage.getAllMessageText())
        rows = [kept.getNthRow(i) for i in range(kept.getNumRowsDuring())]
        self._data.removeInterface(kept) if hasattr(self._data, "removeInterface") else None
        return np.array(rows).T
