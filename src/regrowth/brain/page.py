"""The folder that `regrowth brain` writes: a page, its pictures, and the tables behind them."""

from __future__ import annotations

import base64
import html
import io
import re
from pathlib import Path

from regrowth.bibliography import cite, kind_of_source
from regrowth.brain import pictures
from regrowth.brain.parameters import PARAMETERS
from regrowth.brain.regions import regions
from regrowth.brain.scanning import Scans
from regrowth.drawing.page import Section, page
from regrowth.drawing.style import look
from regrowth.result import NOTICE

FILES = ("brain.html", "cortex.png", "matrices.png", "course.png", "measures.csv", "regions.csv", "connectivity.npz")
_PICTURES = {
    "cortex": (
        "Global connectivity on the cortex",
        "Each region's mean correlation with all others: before, and how it has changed. Borders are rough; each point "
        "of the surface belongs to the nearest of 80 regions. The inner wall, grey, is not cortex.",
    ),
    "course": (
        "Over hours and days",
        "Hours are on a logarithmic scale. Dashed: this brain before. Dotted: a healthy brain without drug. "
        "Grey: what a study of 20 people could not tell from no change.",
    ),
    "matrices": (
        "Who is connected with whom",
        "Correlations (Fisher's z) between 80 regions, sorted by network: before, and how they have changed.",
    ),
}
_UNITS = {"1": "", "1/sqrt(ms)": "1/√ms"}
_LINK = r'<a href="https://doi.org/\1">doi:\1</a>'
_WARNING = (
    "Connectivity signs of this model often disagree with published ones: "
    "<code>regrowth check brain</code> shows which."
)
_SHOWN = ("gbc", "gbc_prefrontal", "gbcr_prefrontal", "default_mode", "salience", "insula_default_mode",
          "posterior_medial_prefrontal", "default_mode_executive", "segregation", "entropy")  # fmt: skip


def write(scans: Scans, folder: Path) -> None:
    """Write everything into an existing, empty folder."""
    import numpy as np

    images = {name: _drawn(name, scans) for name in _PICTURES}
    for name, image in images.items():
        (folder / f"{name}.png").write_bytes(image)
    scans.table().to_csv(folder / "measures.csv", index=False)
    scans.regional().to_csv(folder / "regions.csv", index=False)
    arrays = {f"correlation, {scan.label}": scan.reading.correlation for scan in scans.all}
    np.savez_compressed(folder / "connectivity.npz", regions=np.array(regions().names), **arrays)  # type: ignore[arg-type]
    (folder / "brain.html").write_text(brain_html(scans, images), "utf-8")


def section(scans: Scans) -> Section:
    """What a report says of the brain: anchor, name, HTML (see `regrowth.report.write_report`)."""
    parts = [
        f'<h2>Whole brain</h2><p class="says">{len(scans.all)} moments of one virtual person, arm '
        f"{html.escape(scans.arm)}. {_start(scans)} {_WARNING}</p>"
    ]
    for name in ("cortex", "course"):
        title, says = _PICTURES[name]
        parts.append(f"<h3>{title}</h3>{_figure(_drawn(name, scans), title, says)}")
    return "brain", "Whole brain", "".join([*parts, _table(scans)])


def brain_html(scans: Scans, images: dict[str, bytes]) -> str:
    """One self-contained page."""
    parts = [
        f'<header class="cover"><div class="kicker">One brain, {len(scans.all)} moments</div>',
        f'<h1>{html.escape(scans.title)}</h1><p class="lead">Arm: {html.escape(scans.arm)}. {_start(scans)}</p>',
        f'<p class="notice"><b>{NOTICE}</b> {_WARNING}</p></header>',
    ]
    for name, (title, says) in _PICTURES.items():
        parts.append(f'<section><h2>{title}</h2><p class="says">{says}</p>{_figure(images[name], title)}</section>')
    parts += [_measures(scans), _behind()]
    return page(f"{scans.title}: the brain · regrowth", *parts)


def _drawn(name: str, scans: Scans) -> bytes:
    buffer = io.BytesIO()
    with look():
        getattr(pictures, name)(scans).savefig(buffer, format="png", dpi=150)
    return buffer.getvalue()


def _figure(image: bytes, title: str, says: str = "") -> str:
    caption = f"<figcaption>{says}</figcaption>" if says else ""
    return (
        f'<figure><img style="width:100%;height:auto" alt="{html.escape(title)}" '
        f'src="data:image/png;base64,{base64.b64encode(image).decode()}">{caption}</figure>'
    )


def _start(scans: Scans) -> str:
    synapses = scans.before.condition.synapses
    if synapses > 0.99:
        return "This person starts with a healthy number of prefrontal synapses."
    return f"This person starts with {100 * synapses:.0f} % of a healthy person's prefrontal synapses."


def _measures(scans: Scans) -> str:
    scanned = "; the last rows from a simulated scan" if scans.before.simulated else ""
    return (
        '<section><h2>In numbers</h2><p class="says">Means of correlations (Fisher\'s z) unless said, from the '
        f"fluctuations around the working point{scanned}. All measures are in measures.csv.</p>"
        f"{_table(scans)}</section>"
    )


def _table(scans: Scans) -> str:
    table = scans.table().set_index("measure")
    moments = [scan.label for scan in scans.all]
    head = "".join(f'<th class="n">{html.escape(text)}</th>' for text in ("healthy", *moments))
    rows = ""
    for name in (*_SHOWN, *scans.before.simulated):
        row = table.loc[name]
        cells = "".join(
            f'<td class="n">{row[column]:.3f}</td>'.replace("-", "−") if row[column] == row[column] else "<td></td>"
            for column in ("healthy", *moments)
        )
        rows += f"<tr><td>{html.escape(row['meaning'])}</td>{cells}</tr>"
    return f'<div class="scroll"><table><tr><th></th>{head}</tr>{rows}</table></div>'


def _behind() -> str:
    keys = ("deco2014", "zilles2017", "friston2003", "vanessen2013", "cakan2021", "rolls2015")
    assumed = [p for p in PARAMETERS if kind_of_source(p.source) == "assumed"]
    items = "".join(
        f"<tr><td>{html.escape(p.meaning)}</td><td class='n'>{p.value:g} {_UNITS.get(p.unit, p.unit)}</td>"
        f"<td>{html.escape(p.source.removeprefix('assumed: '))}</td></tr>"
        for p in assumed
    )
    sources = "".join(f"<li>{re.sub(r'doi:(.+)', _LINK, html.escape(cite(key)))}</li>" for key in keys)
    return (
        "<section><h2>What this rests on</h2><p>Eighty cortical regions joined by a measured connectome; excitation "
        "and inhibition in each (reduced Wong–Wang dynamics) with feedback and feedforward inhibition. Block "
        "of NMDA receptors, firing and synapses come from the levels of the same person; nothing was fitted to what "
        "ketamine does to connectivity. Block is scaled by each region's receptor density; synapses change fully in "
        f"prefrontal regions, less elsewhere.</p><h3>Assumed</h3><table class='assumed'>{items}</table>"
        f"<h3>Sources</h3><ul>{sources}</ul></section>"
    )

