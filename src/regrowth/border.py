"""The border of the package: what is handed in is of the kind that the signature says, or a sentence says what is not.

Signatures are the only place where kinds stand; :func:`checked` reads them from there. A seed is of one kind wherever
it is asked for, so its name is enough.
"""

from __future__ import annotations

import collections.abc as abc
import inspect
import numbers
import os
import types
import typing
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from regrowth.errors import RegrowthError

P = ParamSpec("P")
R = TypeVar("R")

#: plain values: how they are called, and what counts as one (NumPy's own numbers do)
_KINDS: dict[Any, tuple[str, Callable[[Any], bool]]] = {
    bool: ("True or False", lambda x: type(x).__name__ in ("bool", "bool_")),
    int: ("a whole number", lambda x: isinstance(x, numbers.Integral) and not isinstance(x, bool)),
    float: ("a number", lambda x: isinstance(x, numbers.Real) and not isinstance(x, bool)),
    str: ("text", lambda x: isinstance(x, str)),
    Path: ("a path", lambda x: isinstance(x, os.PathLike)),
    type(None): ("None", lambda x: x is None),
}
LARGEST_SEED = 2**63 - 1
_SEVERAL = {"text": "texts", "a number": "numbers", "text or a path": "texts or paths"}
_ANY_NUMBER = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
#: where what is no plain value comes from
_FROM = {
    "Model": 'regrowth.assemble("human")', "Protocol": "regrowth.read(path)", "Run": "regrowth.simulate(protocol)",
    "Arm": 'regrowth.read(path).arm("name")', "Parameter": "par(…)", "State": "state(…)", "Word": "port(…), target(…)",
    "Schedule": "regrowth.Schedule.from_rows(…)",
}  # fmt: skip


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Refuse arguments of a kind that the signature doesn't say, and seeds that are none: what, where, what it takes.

    Raises
    ------
    RegrowthError
        When the function is called so.
    """
    signature = inspect.signature(function)

    @wraps(function)
    def at_the_border(*args: P.args, **kwargs: P.kwargs) -> R:
        hints = _hints(function)
        for name, value in signature.bind(*args, **kwargs).arguments.items():
            if not _fits(value, hint := hints.get(name, Any)):
                raise RegrowthError(f"{function.__qualname__}: {_misfit(name, value, hint)}.")
            if name == "seed" and value is not None and not 0 <= value <= LARGEST_SEED:
                raise RegrowthError(f"{function.__qualname__}: seed is {value}. It takes one from 0 to {LARGEST_SEED}.")
        return function(*args, **kwargs)

    return at_the_border


@cache
def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    """The kinds of arguments by name. A class that the module knows for hints only is looked for by its name."""
    found: dict[str, Any] = {}
    unknown: dict[str, Any] = {}
    known = inspect.unwrap(function).__globals__
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.annotation is parameter.empty or parameter.kind in _ANY_NUMBER:
            continue
        while name not in found:
            try:
                found[name] = eval(str(parameter.annotation), known, unknown)  # text of this package's own
            except NameError as error:
                missing = str(error.name)
                unknown[missing] = type(missing, (), {"by_name_only": True})
    return found


def _fits(value: Any, hint: Any) -> bool:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or isinstance(hint, TypeVar):
        return True
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, one) for one in inner)
    if origin is typing.Literal:
        return value in inner
    if hint in _KINDS or hint is None:
        return _KINDS[hint or type(None)][1](value)
    if origin is tuple and Ellipsis not in inner:
        return isinstance(value, list | tuple) and len(value) == len(inner) and all(map(_fits, value, inner))
    if origin is abc.Callable or hint is Callable:
        return callable(value)
    if origin in (dict, abc.Mapping):
        return isinstance(value, abc.Mapping)
    if origin is not None and issubclass(origin, abc.Iterable):
        return _lists(value, inner[0] if inner else Any)
    if hasattr(hint, "by_name_only"):
        return any(hint.__name__ == one.__name__ for one in type(value).__mro__)
    return isinstance(value, hint) if isinstance(hint, type) else True


def _lists(value: Any, kind: Any) -> bool:
    """Whether a value is several of a kind; of what can be gone through only once nothing is taken."""
    if not isinstance(value, abc.Iterable) or isinstance(value, abc.Mapping | bytes):
        return False
    if (dtype := getattr(value, "dtype", None)) is not None:  # an array, or a table's column
        return dtype.kind in "iufOUS"
    return isinstance(value, abc.Iterator) or all(_fits(one, kind) for one in value)


def _misfit(name: str, value: Any, hint: Any) -> str:
    """What doesn't fit, and what would; of a list the first that doesn't."""
    if isinstance(value, list | tuple):
        for one in (hint, *typing.get_args(hint)):
            inner = typing.get_args(one)
            if typing.get_origin(one) in (abc.Sequence, abc.Iterable):
                place = next(i for i, item in enumerate(value) if not _fits(item, inner[0]))
                return f"{name}[{place}] is {_shown(value[place])}. It takes {_in_words(inner[0])}"
    return f"{name} is {_shown(value)}. It takes {_in_words(hint)}"


def _in_words(hint: Any) -> str:
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        said = dict.fromkeys(_in_words(one) for one in sorted(inner, key=lambda one: one is type(None)))
        *first, last = said  # None stands last
        return f"{', '.join(first)} or {last}" if first else last
    if origin is typing.Literal:
        return " or ".join(map(repr, inner))
    if hint in _KINDS or hint is None:
        return _KINDS[hint or type(None)][0]
    if origin is tuple and Ellipsis not in inner:
        return f"({', '.join(map(_in_words, inner))})"
    if origin is abc.Callable or hint is Callable:
        return "a function"
    if origin in (dict, abc.Mapping):
        return "a mapping of names to values"
    if origin is not None and issubclass(origin, abc.Iterable):
        words = _in_words(inner[0]) if inner else "things"
        return f"a list of {_SEVERAL.get(words, words)}"
    name = getattr(hint, "__name__", str(hint))
    return f"a{'n' * (name[0] in 'AEIOU')} {name}" + (f" (from {_FROM[name]})" if name in _FROM else "")


def _shown(value: Any) -> str:
    """A value in short, with its kind where it doesn't tell that itself."""
    text = repr(value)
    if isinstance(value, str | numbers.Number | dict | list | tuple | set | type(None)) and len(text) < 60:
        return text
    return f"a {type(value).__name__}"
