"""Writes docs/reference/cli.md from the program's own help pages; tests compare the two.

    /usr/bin/python3 scripts/lib/cli_reference.py build/shouze > docs/reference/cli.md
"""

import subprocess
import sys

HEAD = """# 命令 · Commands

由 `scripts/lib/cli_reference.py` 从程序的帮助生成，不要手改。Generated from the program's help pages.

退出码：0 成功；1 检查发现问题（verify、doctor、vault check、mail test）；2 输入有错（全部列出，什么也不算）；70 程序自身的错；74 输出写不下去。
Exit codes: 0 done; 1 a check found something (verify, doctor, vault check, mail test); 2 wrong input (all of it listed, nothing computed); 70 a fault of the program; 74 output could not be written.
"""

COMMANDS = [[], ["init"], ["serve"], ["demo"], ["user"], ["user", "list"], ["user", "add"],
            ["user", "reset"], ["user", "disable"], ["user", "enable"], ["verify"],
            ["vault", "check"], ["backup"], ["restore"], ["witness", "see"], ["witness", "check"], ["import"], ["export"], ["doctor"],
            ["accept-loss"], ["mail", "test"], ["clock"], ["clock", "show"], ["clock", "confirm"],
            ["access"], ["openapi"], ["score"], ["policy"], ["policy", "lint"], ["policy", "show"], ["calendar"],
            ["calendar", "due"], ["calendar", "import"], ["demo-facts"]]


def page(binary):
    text = HEAD
    for command in COMMANDS:
        run = subprocess.run([binary, *command, "--help"], capture_output=True, text=True, check=True)
        lines = [line.rstrip() for line in run.stdout.strip().splitlines()]
        text += f"\n## `{' '.join(['shouze', *command])}`\n\n```text\n" + "\n".join(lines) + "\n```\n"
    return text


if __name__ == "__main__":
    sys.stdout.write(page(sys.argv[1] if len(sys.argv) > 1 else "build/shouze"))
