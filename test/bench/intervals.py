"""The intervals of SPEC section 6: a Poisson bootstrap over groups whose weights are hashed, in plain Python."""

import math
from bisect import bisect_right
from itertools import accumulate

REPLICATES, SEED, WORD = 1000, 0, 0xFFFFFFFF
POISSON = list(accumulate(math.exp(-1) / math.factorial(i) for i in range(20)))


def fnv1a(data):
    h = 0x811C9DC5
    for byte in data:
        h = ((h ^ byte) * 0x01000193) & WORD
    return h


def mix(h):
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & WORD
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & WORD
    return h ^ (h >> 16)


SALTS = [mix((SEED + 0x9E3779B9 * (b + 1)) & WORD) for b in range(REPLICATES)]


def weights(key):
    """How often each replicate draws the group: the smallest k with u < sum over i <= k of e^-1 / i!."""
    h = fnv1a(key.encode("utf-8"))
    return [bisect_right(POISSON, mix(h ^ salt) / 2**32) for salt in SALTS]


def quantile(ordered, p):
    at = (len(ordered) - 1) * p
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])


def intervals(groups, names):
    """95 % bounds by figure; None where there are none. `groups`: sums by figure, by canonical JSON of batch and group."""
    totals = {name: ([0.0] * REPLICATES, [0.0] * REPLICATES) for name in names}
    counted = dict.fromkeys(names, 0)
    for key, sums in groups.items():
        drawn = None
        for name in names:
            numerator, denominator = sums.get(name, (0, 0))
            if not denominator:
                continue
            drawn = drawn or [(b, weight) for b, weight in enumerate(weights(key)) if weight]
            counted[name] += 1
            above, below = totals[name]
            for b, weight in drawn:
                above[b] += weight * numerator
                below[b] += weight * denominator
    bounds = {}
    for name, (above, below) in totals.items():
        values = sorted(a / b for a, b in zip(above, below) if b)
        enough = counted[name] >= 2 and len(values) >= 0.95 * REPLICATES
        bounds[name] = [quantile(values, 0.025), quantile(values, 0.975)] if enough else None
    return bounds
