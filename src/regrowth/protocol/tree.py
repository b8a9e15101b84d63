"""Reading a YAML mapping with care: lines, unknown keys, and values of the right kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from regrowth.errors import nearest
from regrowth.protocol.words import ProtocolError, about, quoted_list


def line_of(node: object, key: object = None) -> int | None:
    """The line (from 1) of a mapping's key or a list's item, where the loader kept it."""
    place = getattr(node, "lc", None)
    if place is None:
        return None
    try:
        if key is None or key == "":
            return place.line + 1
        return (place.key(key) if isinstance(node, Mapping) else place.item(key))[0] + 1
    except (KeyError, TypeError, AttributeError):
        return None if place.line is None else place.line + 1


def items(node: object, key: str, example: str) -> list[tuple[Mapping, int | None]]:
    if node is None:
        return []
    listed = [node] if isinstance(node, Mapping) else node
    if not isinstance(listed, (list, tuple)):
        raise ProtocolError(f"{key}: write a list, e.g. - {example}.")
    found = []
    for place, item in enumerate(listed):
        line = line_of(item) or line_of(listed, place)
        if not isinstance(item, Mapping):
            raise ProtocolError(f'{key}: "{item}" should be like {example}.').at("", line)
        found.append((item, line))
    return found


def refuse_unknown(node: Mapping, known: Sequence[str], what: str, hints: Sequence[str] = ()) -> None:
    for key in node:
        if key not in known:
            hint = nearest(str(key), hints or known)
            raise ProtocolError(
                f'{what} has no key "{key}". {hint or "Keys are " + quoted_list(list(known)) + "."}'
            ).at("", line_of(node, key))


def text_of(tree: Mapping, key: str) -> str:
    value = tree.get(key, "")
    if value is None or isinstance(value, (Mapping, list, tuple, bool)):
        with about(key):
            raise ProtocolError(f"{key} must be text.")
    return " ".join(str(value).split())


def words_of(tree: Mapping, key: str) -> tuple[str, ...]:
    value = tree.get(key, [])
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, (list, tuple)) or not all(isinstance(item, str) for item in found):
        with about(key):
            raise ProtocolError(f"{key}: write a name or a list of names, e.g. [receptors.nmda_pv].")
    return tuple(str(item) for item in found)


def real(item: Mapping, key: object) -> float:
    value = item[key]
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) < 1e300:
        raise ProtocolError(f"{key}: {shown(value)} isn't a number.{way_out(value)}").at("", line_of(item, key))
    return float(value)


def shown(value: object) -> str:
    """A value as its file has it: text that looks like a number keeps its quotes."""
    return "nothing" if value is None else f'"{value}"' if isinstance(value, str) and _is_number(value) else str(value)


def way_out(value: object) -> str:
    """What to do about text where a number is wanted."""
    if not isinstance(value, str):
        return ""
    return " Leave out the quotes." if _is_number(value) else " Leave out the unit."


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def whole(spec: Mapping, key: str, least: int, most: int, default: int | None) -> int | None:
    value = spec.get(key, default)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        reach = f"to {most:,}" if most < 2**53 else "on"
        raise ProtocolError(f"{key}: {shown(value)} must be a whole number from {least} {reach}.").at(
            "", line_of(spec, key)
        )
    return int(value)
