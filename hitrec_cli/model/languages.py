"""Languages: how a manifest names the one that is spoken, and how containers of media do."""

from __future__ import annotations

import re

_CODES = """
aaaar ababk aeave afafr akaka amamh anarg arara asasm avava ayaym azaze babak bebel bgbul bibis bmbam bnben bobod brbre
bsbos cacat ceche chcha cocos crcre csces cuchu cvchv cycym dadan dedeu dvdiv dzdzo eeewe elell eneng eoepo esspa etest
eueus fafas ffful fifin fjfij fofao frfra fyfry gagle gdgla glglg gngrn guguj gvglv hahau heheb hihin hohmo hrhrv hthat
huhun hyhye hzher iaina idind ieile igibo iiiii ikipk ioido isisl itita iuiku jajpn jvjav kakat kgkon kikik kjkua kkkaz
klkal kmkhm knkan kokor krkau kskas kukur kvkom kwcor kykir lalat lbltz lglug lilim lnlin lolao ltlit lulub lvlav mgmlg
mhmah mimri mkmkd mlmal mnmon mrmar msmsa mtmlt mymya nanau nbnob ndnde nenep ngndo nlnld nnnno nonor nrnbl nvnav nynya
ococi ojoji omorm orori ososs papan pipli plpol pspus ptpor quque rmroh rnrun roron rurus rwkin sasan scsrd sdsnd sesme
sgsag sisin skslk slslv smsmo snsna sosom sqsqi srsrp ssssw stsot susun svswe swswa tatam tetel tgtgk ththa titir tktuk
tltgl tntsn toton trtur tstso tttat twtwi tytah uguig ukukr ururd uzuzb veven vivie vovol wawln wowol xhxho yiyid yoyor
zazha zhzho zuzul
"""
THREE_LETTERS = {code[:2]: code[2:] for code in _CODES.split()}
"""The 183 languages of ISO 639-1, each with its code of ISO 639-2/T."""

TAG = rf"({'|'.join(THREE_LETTERS)}|[a-z]{{3}})(-[A-Z][a-z]{{3}})?(-([A-Z]{{2}}|[0-9]{{3}}))?"
"""A language tag as hitrec takes it, a regular expression: language, script, region (RFC 5646, section 2.1), each in
the case that section 2.1.1 recommends."""


class LanguageError(ValueError):
    """A text that names no language. `hint`: what may be meant, or what to write."""

    def __init__(self, tag: str) -> None:
        super().__init__(f"unknown language {tag!r}")
        first, *rest = tag.replace("_", "-").split("-")
        meant = "-".join((first.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)))
        self.hint = (
            f"did you mean '{meant}'?"
            if re.fullmatch(TAG, meant)
            else "write a code of ISO 639-1 such as en, with a script or a region where it matters: sr-Latn, pt-BR"
        )


def language(tag: str) -> str:
    """The tag. Raises LanguageError."""
    if not re.fullmatch(TAG, tag):
        raise LanguageError(tag)
    return tag


def three_letters(tag: str) -> str:
    """The language alone as ISO 639-2/T has it, which is what MP4, QuickTime and Matroska tell of a track."""
    first = tag.partition("-")[0]
    return THREE_LETTERS.get(first, first)
