"""One hour of every synapse, in native code: counter-based random numbers, births, losses, maturation, size.

Every site of every dendrite is a row: free, or with a young or a stable synapse. Random numbers are a hash of seed,
site and hour, and sums are taken over blocks of fixed size in fixed order, so that results are the same, to the last
bit, whatever the number of threads. Threads are plain threads: the code runs without the interpreter's lock.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

FREE, YOUNG, STABLE = 0, 1, 2
REST, OLD, NEW = 0, 1, 2
NOTHING, BORN, YOUNG_LOST, STABLE_LOST, MATURED, REMOVED = 0, 1, 2, 3, 4, 5
BLOCK = 16_384

# columns of a block's sums, each in three for the tags rest, old, new
N_YOUNG, N_STABLE, W_LOSS, W_MATURE, W_STABLE, SIZE, EAGER = 0, 3, 6, 9, 12, 15, 18
SUMS = 19

# places in the hour's numbers
(
    P_BIRTH, P_LOSS, P_MATURE, P_STABLE_LOSS, P_REMOVED, P_EAGER, YOUNG_SIZE, KEEP, NOISE, HALF, LARGEST,
    SAVED, HEBB, SHRINK, COUNT,
) = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 17, 20)  # fmt: skip

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_TO_UNIT = 1.0 / 4294967296.0
_SQRT12 = math.sqrt(12.0)


@njit(inline="always")
def _mix(x):
    """The finaliser of SplitMix64 (Steele et al. 2014): every bit of the answer depends on every bit of x."""
    x = (x ^ (x >> _S30)) * _M1
    x = (x ^ (x >> _S27)) * _M2
    return x ^ (x >> _S31)


@njit(inline="always")
def _high(x):
    return np.float64(x >> _S32) * _TO_UNIT


@njit(inline="always")
def _low(x):
    return np.float64(x & _LOW) * _TO_UNIT


@njit(nogil=True, cache=True)
def hour_key(seed, hour):
    """The key of an hour, from which every site's random numbers are hashed."""
    return _mix(np.uint64(seed) * _GOLDEN + _mix(np.uint64(hour + 1_000_000_000)))


@njit(nogil=True, cache=True)
def partner(x, target, side, reach, label, choice, top, tries):
    """The source of a new synapse: near the target on the sheet, and likelier if reactivated together with it."""
    here_x, here_y = target % side, target // side
    source = target
    for _ in range(tries):
        x = _mix(x + _GOLDEN)
        # distance with an exponential tail in the plane: the sum of two exponentials; angle uniform
        far = -0.5 * reach * side * math.log((_high(x) + 1e-12) * (_low(x) + 1e-12))
        x = _mix(x + _GOLDEN)
        turn = 2.0 * math.pi * _high(x)
        column = (here_x + math.floor(far * math.cos(turn) + 0.5)) % side
        row = (here_y + math.floor(far * math.sin(turn) + 0.5)) % side
        candidate = row * side + column
        if candidate == target:
            continue
        source = candidate
        if _low(x) * top < choice[label[candidate], label[target]]:
            break
    if source == target:
        source = (target + 1) % (side * side)
    return source


@njit(inline="always")
def _weigh(sums, state, tag, size, half):
    frailty = 1.0 / (half + size)
    if state == 1:
        sums[N_YOUNG + tag] += 1.0
        sums[W_LOSS + tag] += frailty
        sums[W_MATURE + tag] += size * frailty
    else:
        sums[N_STABLE + tag] += 1.0
        sums[W_STABLE + tag] += frailty
    sums[SIZE + tag] += size


@njit(nogil=True, cache=True)
def weigh(first, last, state, size, tag, eager, per_neuron, half, sums):
    """The sums that set the next hour's mean risks, without changing anything."""
    for block in range(first, last):
        mine = sums[block]
        mine[:] = 0.0
        neuron = block * BLOCK // per_neuron
        for i in range(block * BLOCK, min((block + 1) * BLOCK, state.size)):
            if i >= (neuron + 1) * per_neuron:
                neuron += 1
            if state[i] == 0:
                mine[EAGER] += eager[neuron]
            else:
                _weigh(mine, state[i], tag[i], np.float64(size[i]), half)


@njit(nogil=True, cache=True)
def start(
    first, last, key, share_young, share_stable, state, size, source, tag, label, tags, per_neuron, side, reach,
    choice, top, tries, young_size,
):  # fmt: skip
    """Fill sites with young and stable synapses, in the shares of rest."""
    for block in range(first, last):
        for i in range(block * BLOCK, min((block + 1) * BLOCK, state.size)):
            x = _mix(key + np.uint64(i) * _GOLDEN)
            u = _high(x)
            if u < share_young + share_stable:
                target = i // per_neuron
                state[i] = 1 if u < share_young else 2
                size[i] = young_size if u < share_young else 1.0
                source[i] = partner(x, target, side, reach, label, choice, top, tries)
                tag[i] = tags[label[source[i]], label[target]]


@njit(nogil=True, cache=True)
def step(
    first, last, key, p, state, size, source, tag, event, eager, label, tags, per_neuron, side, reach,
    choice, top, tries, sums,
):  # fmt: skip
    """One hour of the sites in blocks `first … last - 1`."""
    half, keep, noise, largest = p[HALF], p[KEEP], p[NOISE] * _SQRT12, p[LARGEST]
    for block in range(first, last):
        mine = sums[block]
        mine[:] = 0.0
        target = block * BLOCK // per_neuron
        for i in range(block * BLOCK, min((block + 1) * BLOCK, state.size)):
            if i >= (target + 1) * per_neuron:
                target += 1
            x = _mix(key + np.uint64(i) * _GOLDEN)
            u = _high(x)
            was = state[i]
            if was == 0:
                if u < p[P_BIRTH] * eager[target]:
                    event[i] = 1
                    state[i] = 1
                    size[i] = p[YOUNG_SIZE]
                    source[i] = partner(x, target, side, reach, label, choice, top, tries)
                    tag[i] = tags[label[source[i]], label[target]]
                    _weigh(mine, 1, tag[i], p[YOUNG_SIZE], half)
                else:
                    mine[EAGER] += eager[target]
                continue
            t = tag[i]
            s = np.float64(size[i])
            frailty = 1.0 / (half + s)
            if was == 1:
                lost = p[P_LOSS] * frailty * p[SAVED + t]
                if u < lost:
                    state[i] = 0
                    event[i] = 2
                elif u < lost + p[P_REMOVED]:
                    state[i] = 0
                    event[i] = 5
                elif u < lost + p[P_REMOVED] + p[P_MATURE] * s * frailty:
                    state[i] = 2
                    event[i] = 4
                aim = p[YOUNG_SIZE] if state[i] == 1 else 1.0
            else:
                if u < p[P_STABLE_LOSS] * frailty:
                    state[i] = 0
                    event[i] = 3
                aim = 1.0
            if state[i] == 0:
                mine[EAGER] += eager[target]
                continue
            s = aim + (s - aim) * keep + s * noise * (_low(x) - 0.5)
            s += p[HEBB + t] * aim * max(largest - s, 0.0) / largest - p[SHRINK + t] * s
            s = max(s, 0.01)
            size[i] = s
            _weigh(mine, state[i], t, s, half)


@njit(nogil=True, cache=True)
def drive(first, last, rate, begins, source, weight, out):
    """Recurrent excitation of neurons `first … last - 1`: weights times rates of the sources."""
    for neuron in range(first, last):
        total = 0.0
        for i in range(begins[neuron], begins[neuron + 1]):
            total += weight[i] * rate[source[i]]
        out[neuron] = total


@njit(nogil=True, cache=True)
def gather(index, rate, out):
    """Mean rate of each neuron's listed sources."""
    for neuron in range(index.shape[0]):
        total = 0.0
        for k in range(index.shape[1]):
            total += rate[index[neuron, k]]
        out[neuron] = total / index.shape[1]
