"""What each rule takes for 200 kB of the worst that a text may hold, and how much more than for a quarter of it; and the same
of the readers that tests/test_linear.py knows.

    PYTHONPATH=scripts:tests python tests/bench/limits.py [TOKEN ...] [--size 200000]

Each text is one token over and over (those of tests/test_checks_linear.py, or those that are named), in paragraphs when it is
beyond the limits in one; what is beyond them even so is passed over: nothing reads it. Printed is what takes more than a
second of the processor, and what takes more than eight times as long for four times the text. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from lanmu.checks.engine.project import Project, read_project
from lanmu.content import settings as config
from lanmu.untrusted import text_limits
from support import rules_harness as harness
from test_checks_linear import TOKENS, checks, source_of
from test_linear import MARKDOWN, PIECES, READERS, seconds

TAGS = ("</script>", "<br>", "<b>字</b>", "<font>字</font>", "<p style=display:none>", "<img src=a style='color:red'>")
LONG, MOST_TIMES, ENOUGH = 1.0, 8, 0.1


def times(project: Project, token: str, size: int) -> dict[str, float] | None:
    """Seconds that each check takes for so many characters; None when no text of the token is let through."""
    for repeated in (token, f"{token * 50}\n\n"):
        source = source_of(project, repeated, size)
        if next(text_limits.excesses(source.text), None) is None:
            by_name = {}
            for name, check in checks(project, source):
                start = time.process_time()
                check()
                by_name[name] = time.process_time() - start
            return by_name
    return None


def report(label: str, short: float, long: float) -> None:
    """Prints what is slow, or grows faster than its text."""
    ratio = long / max(short, 0.001)
    if long > LONG or (long > ENOUGH and ratio > MOST_TIMES):
        sys.stdout.write(f"{label} {long:.2f} s, {ratio:.1f} times\n")
        sys.stdout.flush()


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tokens", nargs="*", metavar="TOKEN", default=[*TOKENS, *TAGS])
    parser.add_argument("--size", type=int, default=200_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        harness.write(harness.Fixture(), root)
        project = read_project(root, config.load(root / "lanmu.toml"))
        passed_over = 0
        for token in dict.fromkeys(options.tokens):
            short, long = (times(project, token, size) for size in (options.size // 4, options.size))
            passed_over += long is None
            for rule, taken in (long or {}).items():
                report(f"{token!r} {rule}", (short or {}).get(rule, taken), taken)
        sys.stdout.write(f"beyond the limits: {passed_over} of {len(set(options.tokens))} tokens\n")
    for name, read in READERS.items():
        for piece in MARKDOWN if name == "markdown" else PIECES:
            report(f"{piece!r} {name}", *(seconds(read, piece, size) for size in (options.size // 4, options.size)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
