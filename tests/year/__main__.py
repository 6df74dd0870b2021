"""``make year``: a year of each policy, 200 cases of each, for several seeds; prints what each came to.

``make year ARGS="--seeds 7 8 --cases 50 --policies childrens-links"``
"""

from __future__ import annotations

import argparse
import logging
import sys
import time

from mailflow.policies import available
from tests.year.compare import differences, history
from tests.year.world import year


def main() -> int:
    """Play the years; the exit status is 1 where anything differed."""
    arguments = argparse.ArgumentParser(prog="make year")
    arguments.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    arguments.add_argument("--cases", type=int, default=200)
    arguments.add_argument("--policies", nargs="+", default=available(), choices=available())
    chosen = arguments.parse_args()
    logging.getLogger("mailflow").setLevel(logging.CRITICAL)  # letters are refused and put off on purpose
    total = 0
    for seed in chosen.seeds:
        for policy in chosen.policies:
            began = time.monotonic()
            with year(policy, seed, chosen.cases) as played:
                try:
                    played.play()
                except AssertionError as error:
                    print(f"{policy} seed {seed}: broken at {played.now}: {error}")
                    total += 1
                found = differences(played)
            total += len(found)
            mails = sum(len(life.acts) for life in played.lives)
            print(
                f"{policy} seed {seed}: {len(played.refs)} cases, {mails} mails, {played.turns} turns, "
                f"{len(played.left)} letters, {len(found)} differences, {time.monotonic() - began:.0f} s",
                flush=True,
            )
            for one in found[:20]:
                print(f"  {one}")
            for ref in dict.fromkeys(one.split()[0] for one in found if one.startswith("LC-")):
                print(history(played, ref))
                break
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
