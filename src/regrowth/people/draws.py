"""Random numbers keyed by seed, arm, quantity and person, so that a person is the same in every arm, in a population of
any size, and in any chunk of it.

>>> a = draws("weight", seed=7, start=0, stop=5)
>>> b = draws("weight", seed=7, start=3, stop=5)
>>> bool((a[3:] == b).all())
True
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DIGITS = 30  # of evenly spread numbers, and of the index of people


def draws(name: str, *, seed: int, start: int, stop: int, arm: str = "", even: bool = False) -> NDArray[np.float64]:
    """Uniform numbers in (0, 1) of people ``start … stop - 1`` for one quantity; see :func:`all_draws`."""
    return all_draws((name,), seed=seed, start=start, stop=stop, arm=arm, even=even)[0]


def all_draws(
    names: Sequence[str], *, seed: int, start: int, stop: int, arm: str = "", even: bool = False
) -> NDArray[np.float64]:
    """Uniform numbers in (0, 1) of some quantities and of people ``start … stop - 1``: (quantities, people).

    A counter-based generator (Philox) keyed by seed, arm and quantity; person *i* has the *i*-th number of the stream.
    With ``even`` the stream is a van der Corput sequence scrambled by the key (Owen 1995,
    doi:10.1007/978-1-4612-2552-2_19): any first 2^k people have one number in each 2^k-th of the interval, and
    quantities are independent of each other.
    """
    keys = _keys(tuple(names), int(seed), arm)
    if even:
        return np.array([_scrambled(start, stop, *key) for key in keys.tolist()]).reshape(len(keys), stop - start)
    first = start // 4  # four numbers a block
    raw = _philox(keys, first, -(-stop // 4))
    return ((raw[:, start - 4 * first : stop - 4 * first] >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


@lru_cache(maxsize=64)
def _keys(names: tuple[str, ...], seed: int, arm: str) -> NDArray[np.uint64]:
    """Each quantity's key, two words (quantities, 2)."""
    digests = [hashlib.sha256(f"regrowth people 1|{seed}|{arm}|{name}".encode()).digest()[:16] for name in names]
    return np.frombuffer(b"".join(digests), "<u8").reshape(-1, 2).astype(np.uint64)


_MULTIPLIERS = np.array([0xD2E7470EE14C6C93, 0xCA5A826395121157], np.uint64)[:, None, None]
_BUMPS = np.array([0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B], np.uint64)[:, None, None]
_HALF, _MASK = np.uint64(32), np.uint64(0xFFFFFFFF)


def _philox(keys: NDArray[np.uint64], first: int, last: int) -> NDArray[np.uint64]:
    """Philox4x64-10 (Salmon 2011, doi:10.1145/2063384.2063405) under many keys at once: blocks ``first … last - 1`` of
    each key's stream, in a row. The numbers are those of NumPy's generator, which takes one key at a time.
    """
    keys = keys.T[:, :, None]
    words = np.zeros((2, len(keys[0]), last - first), np.uint64)  # the first and third of four, which are multiplied
    words[0] = np.arange(first + 1, last + 1, dtype=np.uint64)  # it counts from 1
    others = np.zeros_like(words)
    for _ in range(10):
        upper, lower = _products(words)
        words, others = upper[::-1] ^ others ^ keys, lower[::-1]
        keys = keys + _BUMPS
    return np.stack([words[0], others[0], words[1], others[1]], axis=2).reshape(words.shape[1], 4 * (last - first))


def _products(x: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The upper and the lower 64 bits of the products with the multipliers, from products of halves."""
    upper, lower = _MULTIPLIERS >> _HALF, _MULTIPLIERS & _MASK
    high, low = x >> _HALF, x & _MASK
    carried = (low * lower >> _HALF) + high * lower
    crossed = low * upper + (carried & _MASK)
    return high * upper + (carried >> _HALF) + (crossed >> _HALF), x * _MULTIPLIERS


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
