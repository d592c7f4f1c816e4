"""What both check commands take on the command line. Standard library only: read before the environment is there."""

from __future__ import annotations

from lanmu.diagnostics.console import CommandLine


def parser(description: str) -> CommandLine:
    """A parser with the options that both commands share."""
    command_line = CommandLine(
        description=description,
        epilog="退出码：0 没有错误；1 有错误（加 --strict 时提醒也算）；2 用法或设置不对；3 程序自身出错。",
    )
    command_line.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="格式[=文件]",
        help="报告格式：text、github、junit、sarif、json、html；可以写几次，例如 --report html=out/检查报告.html",
    )
    command_line.add_argument("--strict", action="store_true", help="提醒也算不通过")
    command_line.add_argument("--explain", metavar="编号", help="看一条规则的说明，例如 --explain TXT001")
    command_line.add_argument("--list", action="store_true", help="列出全部规则")
    return command_line
