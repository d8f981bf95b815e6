"""A graphic of the corpus; nobody draws it."""


def rings(width, height, rate):
    from moviepy import ColorClip

    return ColorClip((width, height), (0, 0, 128), duration=5)
