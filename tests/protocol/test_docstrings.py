"""Examples in the docstrings do what they show."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import regrowth.protocol

MODULES = [f"regrowth.protocol.{found.name}" for found in pkgutil.iter_modules(regrowth.protocol.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
