"""Territories: where a work may be shown, and where a version is."""

from __future__ import annotations

from collections.abc import Iterable

WORLDWIDE = "worldwide"
"""Everywhere, in place of a list of codes."""

_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
TERRITORIES = frozenset(_CODES.split())
"""The 249 officially assigned codes of ISO 3166-1 alpha-2."""

_MEANT = {"UK": "GB", "EL": "GR", "USA": "US", "UAE": "AE"}
"""What is often written for some of them."""


class TerritoryError(ValueError):
    """A word that is no territory. `hint`: what may be meant, or what to write."""

    def __init__(self, word: str) -> None:
        super().__init__(f"unknown territory {word!r}")
        meant = _MEANT.get(word.upper(), word.upper() if word.upper() in TERRITORIES else "")
        self.hint = (
            f"did you mean '{meant}'?" if meant else f"write ISO 3166-1 alpha-2 codes such as US, or {WORLDWIDE}"
        )


def territories(words: Iterable[str]) -> tuple[str, ...]:
    """Codes in alphabetical order, each once; (WORLDWIDE,) where that is among them. Raises TerritoryError."""
    found = set()
    for word in words:
        if word != WORLDWIDE and word not in TERRITORIES:
            raise TerritoryError(word)
        found.add(word)
    return (WORLDWIDE,) if WORLDWIDE in found else tuple(sorted(found))


def outside(shown: tuple[str, ...], granted: tuple[str, ...]) -> tuple[str, ...]:
    """The territories of `shown` that are not `granted`; where nothing is stated, () on either side, none."""
    if not granted or WORLDWIDE in granted:
        return ()
    return tuple(place for place in shown if place not in granted)
