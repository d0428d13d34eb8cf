"""Rich text: sections, lists, quotes and code, and the runs inside them."""

from . import limits
from .checks import Check, among, anything, flag, items, kinds, pattern, shape, text, typed, whole

MANY = 10_000
STYLE = shape(
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "highlight", "client_highlight", "underline", "unlink"), flag
    ),
)
STYLED = {"style": STYLE}
BORDER = {"border": whole(0, 1)}

RUNS: Check = kinds(
    {
        "text": typed({"text": text(MANY)}, STYLED),
        "link": typed({"url": text(limits.URL)}, {"text": text(MANY), "unsafe": flag, **STYLED}),
        "emoji": typed({"name": text(limits.IDENTIFIER)}, {"unicode": text(limits.IDENTIFIER), **STYLED}),
        "user": typed({"user_id": text(limits.IDENTIFIER)}, STYLED),
        "usergroup": typed({"usergroup_id": text(limits.IDENTIFIER)}, STYLED),
        "channel": typed({"channel_id": text(limits.IDENTIFIER)}, STYLED),
        "broadcast": typed({"range": among("here", "channel", "everyone")}, STYLED),
        "color": typed({"value": pattern("#[0-9a-fA-F]{6}", "#rrggbb")}, STYLED),
        "date": typed(
            {"timestamp": whole(0, 99_999_999_999), "format": text(MANY)},
            {"timezone": text(limits.IDENTIFIER), "url": text(limits.URL), "fallback": text(MANY), **STYLED},
        ),
    }
)
SECTION: Check = typed({"elements": items(RUNS, MANY)})

PARTS: Check = kinds(
    {
        "rich_text_section": SECTION,
        "rich_text_quote": typed({"elements": items(RUNS, MANY)}, BORDER),
        "rich_text_preformatted": typed(
            {"elements": items(RUNS, MANY)}, {**BORDER, "language": text(limits.IDENTIFIER)}
        ),
        "rich_text_list": typed(
            {
                "style": among("bullet", "ordered"),
                "elements": items(kinds({"rich_text_section": SECTION}), MANY, 1),
            },
            {**BORDER, "indent": whole(0, limits.LIST_INDENT), "offset": whole(0, MANY)},
        ),
    }
)

RICH_TEXT: Check = typed({"elements": items(PARTS, MANY)}, {"block_id": anything})
