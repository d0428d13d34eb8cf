"""The block of a picture that is in Slack already."""

from handlers.slack.blocks import Block, plain
from handlers.slack.texts import clip
from handlers.slack.views import PictureView

_ALT = 2000  # characters


def picture(view: PictureView) -> Block:
    """Who may not see it where it stands in Slack reads its words instead."""
    image = {"type": "image", "slack_file": {"id": view.file}, "alt_text": clip(view.words, _ALT)}
    return image | ({"title": plain(view.title)} if view.title else {})
