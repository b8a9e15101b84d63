"""Figures as inline SVG."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from regrowth.drawing.style import look

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_FONTS = "system-ui, 'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"


def svg_of(figure: Figure, name: str) -> str:
    """A figure as inline SVG whose text is the reader's own sans-serif."""
    import matplotlib

    buffer = io.StringIO()
    with look(), matplotlib.rc_context({"svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :].replace("'DejaVu Sans'", _FONTS)
    text = re.sub(r"<metadata>.*?</metadata>", "", text, count=1, flags=re.DOTALL)
    text = re.sub(r'<svg [^>]*?viewBox="([^"]+)"[^>]*>', r'<svg viewBox="\1" role="img">', text, count=1)
    text = re.sub(r'<g id="[^"]*"', "<g", text)  # figure_1, axes_2 …: nobody refers to them, and they repeat
    # in paths, a hundredth of a point is finer than any screen
    return re.sub(r' d="[^"]*"', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path[0]), text)
