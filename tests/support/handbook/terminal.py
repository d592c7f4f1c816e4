"""What a command prints, drawn as the window in which an editor sees it."""

from __future__ import annotations

from html import escape

WIDTH = 960
"""Pixels; the handbook is read on screens that show a column of about this width."""
PAGE = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>命令行</title><style>
body {{ margin: 0; padding: 16px; background: #fff; }}
figure {{ margin: 0; border: 1px solid #c9c4bb; border-radius: 8px; overflow: hidden; background: #1f2430; }}
figcaption {{ padding: 7px 14px; background: #e9e4da; color: #5b5346; font: 13px "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }}
pre {{ margin: 0; padding: 14px 18px 16px; color: #e8e6df; white-space: pre-wrap; overflow-wrap: anywhere;
  font: 14px/1.65 "Noto Sans Mono CJK SC", "Sarasa Mono SC", "Microsoft YaHei Mono", monospace; }}
b {{ color: #f2cc7c; font-weight: 500; }} i {{ color: #8fd19e; font-style: normal; }} u {{ color: #ff9d8a; text-decoration: none; }}
</style><figure><figcaption>命令行</figcaption><pre>{text}</pre></figure></html>
"""


def terminal_page(commands: list[tuple[str, str]]) -> str:
    """A page with commands and what each printed, one after the other."""
    return PAGE.format(
        text="\n\n".join(f"<b>&gt; {escape(command)}</b>\n{coloured(output)}" for command, output in commands)
    )


def coloured(output: str) -> str:
    """Lines that begin with ✓ or ✗ as the eye looks for them."""
    return "\n".join(line_of(line) for line in output.rstrip().splitlines())


def line_of(line: str) -> str:
    """One line of output."""
    tag = {"✓": "i", "✗": "u"}.get(line.strip()[:1])
    return f"<{tag}>{escape(line)}</{tag}>" if tag else escape(line)
