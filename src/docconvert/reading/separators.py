"""Scene breaks and rules: lines of signs."""

from __future__ import annotations

_FEWEST_SIGNS = 3
_SIGNS = frozenset("*＊※☆★◇◆○●□■~～=＝-－—―_＿·・.．#＃─━═+＋^…")


def is_separator(text: str) -> bool:
    """Say whether a line is a scene break or a rule: one sign, three times or more, and nothing else."""
    signs = "".join(text.split())
    if signs in ("%", "※", "＊", "***", "◇", "◆", "☆", "★"):
        return True
    return len(signs) >= _FEWEST_SIGNS and signs[0] in _SIGNS and not signs.strip(signs[0])
