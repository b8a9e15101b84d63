"""Random numbers keyed by seed, arm, quantity and person, so that a person is the same in every arm, in a population of
any size, and in any chunk of it.

>>> a = draws("weight", seed=7, start=0, stop=5)
>>> b = draws("weight", seed=7, start=3, stop=5)
>>> bool((a[3:] == b).all())
True
"""

from __future__ import annotations

import hashlib
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DIGITS = 30  # of evenly spread numbers, and of the index of people
#: each thread's generator, set to the wanted place before every use: a new one would cost more than its numbers
_LENT = threading.local()


def draws(name: str, *, seed: int, start: int, stop: int, arm: str = "", even: bool = False) -> NDArray[np.float64]:
    """Uniform numbers in (0, 1) of people ``start … stop - 1`` for one quantity.

    A counter-based generator (Philox) keyed by seed, arm and quantity; person *i* has the *i*-th number of the stream.
    With ``even`` the stream is a van der Corput sequence scrambled by the key (Owen 1995,
    doi:10.1007/978-1-4612-2552-2_19): any first 2^k people have one number in each 2^k-th of the interval, and
    quantities are independent of each other.
    """
    digest = hashlib.sha256(f"regrowth people 1|{int(seed)}|{arm}|{name}".encode()).digest()
    key = np.frombuffer(digest[:16], dtype="<u8").astype(np.uint64)
    if even:
        return _scrambled(start, stop, int(key[0]), int(key[1]))
    block, skip = divmod(start, 4)  # the counter moves once per four numbers
    raw = _philox(key, block).random_raw(stop - start + skip)[skip:]
    return ((raw >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def _philox(key: NDArray[np.uint64], block: int) -> np.random.Philox:
    if not hasattr(_LENT, "philox"):
        _LENT.philox = np.random.Philox(0)
    philox: Any = _LENT.philox
    nothing_left = {"buffer": np.zeros(4, np.uint64), "buffer_pos": 4, "has_uint32": 0, "uinteger": 0}
    place = {"counter": np.array([block, 0, 0, 0], np.uint64), "key": key}
    philox.state = {"bit_generator": "Philox", "state": place, **nothing_left}
    return philox


@lru_cache(maxsize=1024)
def _scrambled(start: int, stop: int, first: int, second: int) -> NDArray[np.float64]:
    """The van der Corput sequence in base 2, its order and its values scrambled (Burley 2020, J Comput Graph Tech 9:1).

    Both scramblings flip each binary digit by a hash of a key and the digits before it: of the index from its highest
    digit on, which shuffles people within blocks of 2^k; of the value from its first.
    """
    index, one = np.arange(start, stop, dtype=np.uint64), np.uint64(1)
    shuffled, value = np.ones_like(index), np.zeros(len(index))  # with a leading one in front of the digits so far
    for level in reversed(range(_DIGITS)):
        digit = (index >> np.uint64(level)) & one
        shuffled = (shuffled << one) | (digit ^ _coin(shuffled, np.uint64(first)))
    prefix = np.ones_like(index)
    for level in range(_DIGITS):
        digit = ((shuffled >> np.uint64(level)) & one) ^ _coin(prefix, np.uint64(second))
        prefix = (prefix << one) | digit
        value += digit * 2.0 ** -(level + 1)
    value += 2.0 ** -(_DIGITS + 1)
    value.setflags(write=False)  # kept, because groups of a few people are drawn again and again
    return value


def _coin(prefix: NDArray[np.uint64], key: np.uint64) -> NDArray[np.uint64]:
    """Zero or one for each prefix: the finaliser of SplitMix64 (Steele 2014, doi:10.1145/2660193.2660195)."""
    x = prefix * np.uint64(0x9E3779B97F4A7C15) ^ key
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (x ^ (x >> np.uint64(31))) >> np.uint64(63)
