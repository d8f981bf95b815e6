"""Colors of a terminal, where somebody looks at one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hitrec_cli.base.problems import Severity

_SEVERITIES: Final[Mapping[Severity, str]] = {"error": "1;31", "warning": "1;33", "note": "1;36"}


def wanted(environ: Mapping[str, str], terminal: bool) -> bool:
    """Whether to use colors: never with NO_COLOR, always with FORCE_COLOR, else on a terminal that is not in CI."""
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return terminal and not environ.get("CI") and environ.get("TERM", "dumb") != "dumb"


@dataclass(frozen=True, slots=True)
class Paint:
    """Text in colors; as it is where `on` is false."""

    on: bool = False

    def bold(self, text: str) -> str:
        """What is looked for first."""
        return self._in("1", text)

    def faint(self, text: str) -> str:
        """What only frames the rest."""
        return self._in("2", text)

    def severity(self, severity: Severity, text: str) -> str:
        """The color of a severity."""
        return self._in(_SEVERITIES[severity], text)

    def remedy(self, text: str) -> str:
        """What to do."""
        return self._in("32", text)

    def _in(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on and text else text
