"""Text and YAML from files of anybody's making: what can't be read is told with its line and the way out."""

from __future__ import annotations

import re
from typing import Any

from regrowth.errors import RegrowthError


class Unreadable(RegrowthError):
    """A file that is no text, or no YAML; `line` counts from 1, where it is known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.line = line


def decoded(raw: bytes) -> str:
    """The text of a file in UTF-8, with or without a byte order mark."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Unreadable("this isn't UTF-8 text. Save the file as plain text in UTF-8.", line) from error


def parsed(text: str) -> Any:
    """What a YAML text holds, with the place of every key and item (`lc`); nothing of it is ever executed."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    for place, line in enumerate(text.splitlines(), 1):
        if re.match(r" *\t", line) and line.strip():
            raise Unreadable("this line is indented with a tab. YAML wants spaces.", place)
    yaml = YAML(typ="rt")
    try:
        constructor, _ = yaml.get_constructor_parser(text)
        node = constructor.composer.get_single_node()
        _refuse_nested_keys(node)
        return None if node is None else constructor.construct_document(node)
    except Unreadable:
        raise
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(_in_words(error), mark.line + 1 if mark else None) from error
    except YAMLError as error:
        raise Unreadable(f"this isn't YAML: {str(error).splitlines()[0]}.") from error
    except RecursionError as error:
        raise Unreadable("this is nested too deeply to be read.") from error
    except Exception as error:  # the loader trips over some broken scalars with bare Python errors
        raise Unreadable(f"this isn't YAML that can be read ({type(error).__name__}: {error}).") from error


def _refuse_nested_keys(root: Any) -> None:
    """Lists and mappings as keys mean nothing here, and nested they take the loader exponential time."""
    from ruamel.yaml.nodes import MappingNode, ScalarNode

    seen: set[int] = set()
    waiting = [root] if root is not None else []
    while waiting:
        node = waiting.pop()
        if id(node) in seen or isinstance(node, ScalarNode):
            continue
        seen.add(id(node))
        if isinstance(node, MappingNode):
            for key, _ in node.value:
                if not isinstance(key, ScalarNode):
                    raise Unreadable("a key must be a word, not a list or a mapping.", key.start_mark.line + 1)
            waiting += [value for _, value in node.value]
        else:
            waiting += node.value


def _in_words(error: Any) -> str:
    kind, problem = type(error).__name__, str(error.problem or error.context or "")
    if kind == "DuplicateKeyError":
        key = re.search(r'found duplicate key "(.*?)"', problem)
        return f'"{key[1] if key else "a key"}" stands here a second time. Give everything its own name.'
    if "expected a single document" in f"{error.context} {problem}":
        return 'a second document starts here ("---"). One file holds one.'
    if "mapping values are not allowed" in problem:
        return 'this isn\'t YAML: a ":" where none can be. Check the indentation, or put the text into quotes.'
    return f"this isn't YAML: {problem}. Check indentation, brackets and quotes."
