"""The pictures of "From equations to the garden" and of "The whole brain".

    uv run --extra brain python docs/pictures.py

The animation's picture is a browser's; it is kept as it was where no Chromium is found.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image

import regrowth.brain.pictures as brain
from regrowth.brain import scan
from regrowth.drawing.style import look
from regrowth.network import output
from regrowth.network.garden import garden

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
DAY, SEED = 5, 1  # the day that the animation shows, and the seed that the page names
MOMENTS = "40 min, 24 h, 3 d, 10 d"


def small(picture: bytes, name: str, width: int) -> None:
    """Keep a picture so many pixels wide, in 256 colours."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    palette = image.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=8)  # rare colours and smooth shades, both
    image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(IMAGES / name, optimize=True)


def gardens() -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output.write(garden(ROOT / "protocols" / "price2022.yaml", seed=SEED), folder)
        small((folder / "garden.png").read_bytes(), "garden.png", 1250)
        if browser is None:
            print("No Chromium here: garden-animation.png is as it was.")
            return
        page, shot = f"{(folder / 'garden.html').as_uri()}#day={DAY}", folder / "shot.png"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1360,1040"]
        subprocess.run([browser, *options, f"--screenshot={shot}", page], check=True, capture_output=True)
        small(shot.read_bytes(), "garden-animation.png", 1360)


def brains() -> None:
    scans = scan(ROOT / "protocols" / "murrough2013.yaml", MOMENTS, minutes=0)
    for name in ("cortex", "course"):
        buffer = BytesIO()
        with look():
            getattr(brain, name)(scans).savefig(buffer, format="png", dpi=150)
        small(buffer.getvalue(), f"brain-{name}.png", 1000)


if __name__ == "__main__":
    gardens()
    brains()
