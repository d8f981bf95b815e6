"""The demo's music: composed as lists of notes, played by `instruments`."""

from __future__ import annotations

from assets.make import instruments as play
from assets.make.encode import Samples
from assets.make.instruments import Mix, pitch


def opening(seconds: float, rate: int) -> Samples:
    """A sun coming up: a pad opens, an arpeggio climbs, a bell says that it is there."""
    mix = Mix(seconds, rate)
    for note, side in (("D2", 0), ("D3", -0.3), ("A3", 0.3), ("E4", -0.5), ("F#4", 0.5)):
        mix.add(0.0, play.pad(pitch(note), seconds, rate), 0.2, side)
    climb = ["D4", "F#4", "A4", "B4", "D5", "E5", "F#5", "A5", "B5", "D6"]
    for k, note in enumerate(climb):
        mix.add(0.35 + 0.18 * k, play.piano(pitch(note), 2.2, rate), 0.16 + 0.02 * k, -0.6 + 0.12 * k)
    for note, side in (("D3", 0.0), ("A4", -0.3), ("D5", 0.3), ("F#5", 0.0)):
        mix.add(2.2, play.bell(pitch(note), min(3.6, seconds - 2.2), rate), 0.3, side)
    mix.add(2.2, play.kick(rate), 0.6)
    mix.add(2.2, play.bass(pitch("D2"), 2.5, rate), 0.4)
    for k, note in enumerate(["A5", "F#5", "B5", "A5", "D6"]):
        mix.add(2.75 + 0.36 * k, play.bell(pitch(note), 2.0, rate), 0.1, 0.5 - 0.25 * k)
    mix.room(0.5, 2.4)
    return mix.finish(fade_in=0.15, fade_out=0.9)


def morning(seconds: float, rate: int) -> Samples:
    """The bed of the short film: four chords, felt piano, no hurry (72 beats a minute)."""
    mix = Mix(seconds, rate)
    bar = 4 * 60 / 72
    chords = [("D2", "A3 D4 F#4"), ("A1", "A3 C#4 E4"), ("B1", "B3 D4 A4"), ("G1", "G3 B3 F#4")]
    tune: list[list[tuple[float, str]]] = [
        [(0, "F#5"), (1.5, "E5"), (3, "D5")],
        [(0, "C#5"), (2, "E5")],
        [(0, "D5"), (1, "A4"), (2.5, "B4")],
        [(0, "B4"), (2, "D5"), (3, "E5")],
    ]
    for number in range(int(seconds / bar) + 1):
        at = number * bar
        if at >= seconds - 0.5:
            break
        root, chord = chords[number % 4]
        mix.add(at, play.bass(pitch(root), bar, rate), 0.26)
        for k, note in enumerate(chord.split()):
            mix.add(at, play.pad(pitch(note), min(bar * 1.2, seconds - at), rate), 0.15, -0.4 + 0.4 * k)
        for k in range(8):
            note = chord.split()[(0, 1, 2, 1, 2, 1, 0, 1)[k]]
            mix.add(at + k * bar / 8 + 0.012 * (k % 3), play.piano(pitch(note), 2.0, rate), 0.13 - 0.03 * (k % 2), 0.25)
        for beat, note in tune[number % 4]:
            mix.add(at + beat * bar / 4, play.piano(pitch(note), 2.6, rate), 0.24, -0.2)
    mix.room(0.45, 2.2)
    return mix.finish(0.7, 0.4, 2.0)


def kettle_song(seconds: float, rate: int) -> Samples:
    """Six bars at 96: plucked chords, a whistled tune, brushes. A kettle would hum it."""
    mix = Mix(seconds, rate)
    beat = 60 / 96
    chords = ["C3 G3 E4 G4", "A2 E3 C4 E4", "F2 C3 A3 C4", "G2 D3 B3 D4", "C3 G3 E4 G4", "F2 G2 C4 C4"]
    tune = (
        "G5:1 E5:.5 G5:.5 A5:1.5 G5:.5 E5:1 C5:.5 E5:.5 D5:1.5 C5:.5 A4:1 C5:1 F5:1 E5:1 D5:1.5 E5:.5 B4:1 D5:1 "
        "G5:1 E5:.5 G5:.5 C6:1.5 B5:.5 A5:1 G5:1 C6:2"
    )
    for bar, chord in enumerate(chords):
        notes, at = chord.split(), bar * 4 * beat
        for k in range(8):
            swing = 0.045 if k % 2 else 0.0
            now = at + k * beat / 2 + swing
            mix.add(now, play.pluck(pitch(notes[(0, 2, 3, 1, 2, 3, 1, 2)[k]]), 1.1, rate), 0.26, -0.35)
            mix.add(now, play.shaker(rate), 0.07 + 0.04 * (k % 2), 0.55)
        for k in (0, 2):
            mix.add(at + k * beat, play.bass(pitch(notes[0][0] + "2"), 2 * beat, rate), 0.42)
            mix.add(at + k * beat, play.kick(rate), 0.5)
            mix.add(at + (k + 1) * beat, play.brush(rate), 0.2, 0.2)
        for k in range(4):
            mix.add(at + k * beat + beat / 2, play.marimba(pitch(notes[2]), 0.5, rate), 0.12, 0.4)
    at = 0.0
    for word in tune.split():
        note, length = word.split(":")
        mix.add(at, play.whistle(pitch(note), float(length) * beat * 0.96, rate), 0.2, 0.12)
        at += float(length) * beat
    mix.room(0.2, 1.2)
    return mix.finish(0.8, 0.01, 1.0)


def letters(seconds: float, rate: int) -> Samples:
    """A music box in an empty room, for the story."""
    mix = Mix(seconds, rate)
    step = 0.42
    chords = ["G3 B4 D5 G5", "E3 B4 E5 G5", "C3 C5 E5 G5", "D3 A4 D5 F#5"]
    for k in range(int(seconds / step)):
        notes = chords[(k // 8) % 4].split()
        if k % 8 == 0:
            mix.add(k * step, play.pad(pitch(notes[0]), min(3.6, seconds - k * step), rate), 0.2)
            mix.add(k * step, play.pad(pitch(notes[1][0] + "3"), min(3.6, seconds - k * step), rate), 0.12)
        if k % 8 != 7:
            note = notes[(1, 2, 3, 2, 3, 2, 1, 0)[k % 8]]
            mix.add(k * step + 0.01 * (k % 3), play.bell(pitch(note), 2.0, rate), 0.17, -0.5 + (k % 5) / 4)
    mix.room(0.5, 2.0)
    return mix.finish(0.6, 0.2, 1.8)


def homeward(seconds: float, rate: int) -> Samples:
    """The credits: the opening's chords, now walking (104 beats a minute)."""
    mix = Mix(seconds, rate)
    beat = 60 / 104
    chords = ["D2 D4 F#4 A4", "B1 D4 F#4 B4", "G1 B3 D4 G4", "A1 C#4 E4 A4"]
    tune = ["A5 . F#5 .", "D5 . E5 F#5", "G5 . F#5 D5", "E5 . . ."]
    for bar in range(int(seconds / (4 * beat)) + 1):
        at = bar * 4 * beat
        if at > seconds - 0.8:
            break
        notes = chords[bar % 4].split()
        for k in range(4):
            now = at + k * beat
            mix.add(now, play.kick(rate), 0.4 if k % 2 == 0 else 0.0)
            mix.add(now, play.brush(rate), 0.16 if k % 2 else 0.0, 0.2)
            mix.add(now + beat / 2, play.shaker(rate), 0.1, 0.5)
            mix.add(now, play.bass(pitch(notes[0]), beat, rate), 0.36)
            for j, note in enumerate(notes[1:]):
                mix.add(now + (beat / 2 if j else 0), play.pluck(pitch(note), 0.9, rate), 0.2, -0.4 + 0.3 * j)
            word = tune[bar % 4].split()[k]
            if word != ".":
                mix.add(now, play.piano(pitch(word), 1.8, rate), 0.3, 0.2)
                mix.add(now, play.bell(pitch(word), 1.2, rate), 0.06, 0.4)
    mix.room(0.28, 1.5)
    return mix.finish(0.75, 0.02, 2.2)


def sting(seconds: float, rate: int) -> Samples:
    """Four notes that say: back soon."""
    mix = Mix(seconds, rate)
    for k, note in enumerate(["A4", "D5", "E5", "F#5"]):
        mix.add(0.05 + 0.13 * k, play.marimba(pitch(note), 0.9, rate), 0.5, -0.4 + 0.26 * k)
        mix.add(0.05 + 0.13 * k, play.bell(pitch(note), 1.6, rate), 0.16, 0.4 - 0.26 * k)
    mix.add(0.05, play.kick(rate), 0.5)
    mix.add(0.44, play.bass(pitch("D2"), 1.3, rate), 0.5)
    mix.room(0.35, 1.4)
    return mix.finish(0.8, 0.005, 0.5)


def sprout(seconds: float, rate: int) -> Samples:
    """The seedling's own sound: wood, then bells, as it climbs."""
    mix = Mix(seconds, rate)
    ladder = ["D3", "A3", "D4", "E4", "F#4", "A4", "B4", "D5", "E5", "F#5", "A5", "B5", "D6"]
    at, k = 0.4, 0
    while at < seconds - 1.2:
        note = ladder[min(k // 2, 12)] if k % 2 == 0 else ladder[min(k // 2 + 2, 12)]
        tone = play.marimba if k < 13 else play.bell
        mix.add(at, tone(pitch(note), 1.2, rate), 0.3, 0.6 if k % 2 else -0.6)
        at, k = at + 0.3 - 0.003 * k, k + 1
    for note in ("D3", "A3", "F#4"):
        mix.add(1.5, play.pad(pitch(note), seconds - 1.5, rate), 0.2)
    mix.room(0.4, 1.8)
    return mix.finish(0.7, 0.02, 1.2)
