"""What is said and written in the demo."""

from __future__ import annotations

from assets.make.voice import Speaker

GREETING = [
    (0.5, "Good morning! This is The Open Reel."),
    (3.2, "It is five o'clock, the kettle is bloody loud,"),
    (6.1, "and you sent us beginnings."),
]
FAREWELL = [(0.4, "That was the beginning."), (2.1, "The rest is yours. Send it in!")]
NARRATION = [
    (0.3, "Before the light, there is the thought of light."),
    (5.0, "A boat of paper, folded from a letter, sets out to find the sea."),
    (12.2, "Begin. The rest will hear you coming."),
]
WALK = [
    (0.3, "I counted eleven steps. On the twelfth, I stopped being afraid of the snow."),
    (7.0, "The harbour did not move. I did."),
]
THANKS = [
    (0.2, "Ευχαριστώ που ξεκίνησες.", Speaker("el", speed=138, pitch=48)),
    (2.7, "Спасибо за начало.", Speaker("ru", speed=132, pitch=38)),
    (4.7, "शुरुआत के लिए धन्यवाद।", Speaker("hi", speed=138, pitch=52)),
]


def captions(*cues: tuple[str, str, str]) -> str:
    """WebVTT of begin, end and words; times count from the file of what is said, or from its segment."""
    return "\n".join(["WEBVTT\n", *(f"00:{begin} --> 00:{end}\n{words}\n" for begin, end, words in cues)])


TEXTS = {
    "greeting.vtt": captions(
        ("00.500", "02.900", "Good morning! This is The Open Reel."),
        ("03.200", "05.900", "It is five o'clock,\nthe kettle is (bleep) loud,"),
        ("06.100", "07.900", "and you sent us beginnings."),
    ),
    "first-light.vtt": captions(
        ("00.600", "04.200", "Before the light,\nthere is the thought of light."),
        ("05.300", "10.300", "A boat of paper, folded from a letter,\nsets out to find the sea."),
        ("12.500", "15.500", "<i>Begin.</i>\nThe rest will hear you coming."),
    ),
    "eleven-steps.vtt": captions(
        ("00.500", "06.600", "I counted eleven steps. On the twelfth,\nI stopped being afraid of the snow."),
        ("07.200", "09.800", "The harbour did not move. I did."),
    ),
    "farewell.vtt": captions(
        ("00.400", "01.900", "That was the beginning."),
        ("02.100", "04.600", "The rest is yours. Send it in!"),
    ),
    "first-light.txt": "Before the light\nthere is the thought of light.\n\nBefore the step\nthe foot"
    " has left the ground.\n\nBegin.\nThe rest will hear you coming.\n",
    "letter-greek.txt": "Ένας σπόρος δεν ρωτά\nαν είναι ώρα.\n\nΕυχαριστώ που ξεκίνησες.\n",
    "letter-russian.txt": "Сначала темно, потом чуть светлее,\nпотом ты уже идёшь.\n\nСпасибо за начало.\n",
    "letter-hindi.txt": "पहला क़दम छोटा था,\nपर रास्ता उसी से बना।\n\nशुरुआत के लिए धन्यवाद।\n",
    "letter-arabic.txt": "كل صباح يبدأ\nبنافذة واحدة مضاءة.\n\nشكرًا على البداية.\n",
    "what-beans-know.txt": "A bean does not look for the light.\nIt leans, and the light is there.\n",
    "notebook.txt": "Nine mornings, one tin of basil.\nDay one: nothing. Day two: nothing.\n"
    "Day three: a green comma.\n",
}
