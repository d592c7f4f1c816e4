"""Passwords and keys of a target: in the environment, in the system's keyring, or asked for; no file of the project holds one."""

from __future__ import annotations

import getpass
import os
import sys
from contextlib import suppress
from dataclasses import dataclass

import keyring
from keyring.errors import KeyringError

from lanmu.diagnostics.console import confirmed
from lanmu.diagnostics.errors import UserError

VARIABLE = "LANMU_PUBLISH_PASSWORD"
SERVICE = "lanmu"
ASKED = "刚才输入的"
STORED = "系统的密码库"


@dataclass(frozen=True)
class Account:
    """Whose secret it is: `name` is what the keyring knows it by; `secret` what people call it, `owner` who it belongs to."""

    name: str
    secret: str
    owner: str

    def ask(self, otherwise: str = "") -> tuple[str, str]:
        """The secret, and where it comes from. Raises UserError where there is none and nobody to ask; `otherwise` is another
        way in."""
        if secret := os.environ.get(VARIABLE, ""):
            return secret, f"环境变量 {VARIABLE} 里的"
        with suppress(KeyringError):
            if secret := keyring.get_password(SERVICE, self.name) or "":
                return secret, f"{STORED}里的"
        if not sys.stdin.isatty():
            raise UserError(
                f"{self.owner} 要{self.secret}，这里没有人能输入，什么也没有传。请设环境变量 {VARIABLE}，"
                f"或者在自己的电脑上运行一次，让{STORED}记住它{otherwise}。"
            )
        return getpass.getpass(f"{self.name} 的{self.secret}（不显示）："), ASKED

    def remember(self, secret: str) -> None:
        """Keeps a secret that was asked for and was right in the system's keyring, if the user wants it."""
        with suppress(KeyringError):
            if confirmed(f"让{STORED}记住这个{self.secret}吗？项目的文件里不会有它。", yes=False):
                keyring.set_password(SERVICE, self.name, secret)
