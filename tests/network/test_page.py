"""The example of the documentation page runs."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_example_runs(monkeypatch):
    text = (ROOT / "docs" / "from-equations-to-the-garden.md").read_text("utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.S)[1]
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    exec(compile(code.replace("20_000", "3_000"), "page", "exec"), names)
    assert "grown" in names
    for image in re.findall(r"\(images/(.*?)\)", text):
        assert (ROOT / "docs" / "images" / image).exists()
