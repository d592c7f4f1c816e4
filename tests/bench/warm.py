"""Rounds of random changes: each time the site that is built upon the last one is the site that is built from nothing.

    PYTHONPATH=scripts:tests python tests/bench/warm.py [--rounds 100] [--seed N]

A round is one change of those of tests/property/test_warm_build.py, in an order of its own for every twenty or so, by
turns for production and not. Ends with an error, and the seed, at the first difference.
"""

from __future__ import annotations

import argparse
import random
import sys

from property.test_warm_build import CHANGES, warm_is_cold


def main() -> int:
    """Goes through the rounds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    options = parser.parse_args()
    chance, done, production = random.Random(options.seed), 0, False
    sys.stdout.write(f"seed {options.seed}\n")
    while done < options.rounds:
        order = chance.sample(CHANGES, min(len(CHANGES), options.rounds - done))
        warm_is_cold(order, chance, production=production)
        done, production = done + len(order), not production
        sys.stdout.write(f"{done} rounds\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
