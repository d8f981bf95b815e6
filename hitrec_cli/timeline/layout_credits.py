"""Layout of end credits, made from what the episode really uses: a roll, cards, or a crawl over a picture."""

from __future__ import annotations

from hitrec_cli.model.episode import Episode
from hitrec_cli.model.palette import rgb
from hitrec_cli.model.segment import Segment
from hitrec_cli.timeline.lettering_credit_cards import credit_cards
from hitrec_cli.timeline.lettering_roll import Page, crawl_motion, crawl_page, roll_motion, roll_page
from hitrec_cli.timeline.materials import Materials
from hitrec_cli.timeline.timeline import Clip, ColorPicture, LetteredPicture, RollPicture, Strip


def lay_credits(segment: Segment, episode: Episode, materials: Materials, start: int) -> list[Clip]:
    """The picture of credits that have none of their own. Of a crawl, what it goes over: the background."""
    stage, background, words = materials.stage, rgb(segment.background), _words(episode, materials)
    groups = materials.credits.roles
    if segment.style == "cards":
        clips = []
        title, closing = words
        cards = credit_cards(stage, groups, segment.duration, title=title, closing=closing, background=background)
        for card in cards:
            clips.append(Clip(start, card.frames, LetteredPicture(card.script), segment.id, background=background))
            start += card.frames
        return clips
    if segment.style == "crawl":
        motion = crawl_motion(_crawl(episode, materials).travel, stage.width, segment.duration, stage.rate)
        return [Clip(start, motion.frames, ColorPicture(background), segment.id, background=background)]
    page = roll_page(stage, groups, title=words[0], closing=words[1], background=background)
    motion = roll_motion(page.travel, stage.height, segment.duration, stage.rate)
    picture = RollPicture(page.script, page.travel, motion.pixels_per_frame)
    return [Clip(start, motion.frames, picture, segment.id, background=background)]


def lay_strips(segment: Segment, episode: Episode, materials: Materials, start: int, duration: int) -> list[Strip]:
    """The crawl of a segment that is so set, over all its frames."""
    if segment.kind != "credits" or segment.style != "crawl" or not duration:
        return []
    stage, page = materials.stage, _crawl(episode, materials)
    given = duration if segment.picture else segment.duration
    strip = Strip(
        start=start,
        duration=duration,
        script=page.script,
        travel=page.travel,
        pitch=page.pitch,
        top=(stage.bottom - page.leaf[1]) // 2 * 2,
        height=page.leaf[1],
        speed=crawl_motion(page.travel, stage.width, given, stage.rate).pixels_per_frame,
        background=stage.look.credits.panel,
        segment=segment.id,
    )
    return [strip]


def _crawl(episode: Episode, materials: Materials) -> Page:
    title, closing = _words(episode, materials)
    return crawl_page(materials.stage, materials.credits.roles, title=title, closing=closing)


def _words(episode: Episode, materials: Materials) -> tuple[str, list[str]]:
    """Title and closing lines: under which licenses works are, and where every work is named."""
    licenses = sorted({work.license for work in materials.credits.works if work.license})
    closing = [f"Licenses: {' · '.join(licenses)}", "Every work with its title, license and source: credits.md"]
    return episode.series or episode.title, closing
