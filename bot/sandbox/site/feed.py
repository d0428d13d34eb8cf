"""Feed: the posts that friends and pages have left on the home screen, a few of them for each account."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Post:
    """What somebody has shared; the picture is a file of `static/` or nothing."""

    author: str
    when: str
    text: str
    picture: str = ""
    likes: int
    comments: int


POSTS = (
    Post(
        author="Northside Bakery",
        when="2 h",
        text="New this week: rye with toasted walnuts. The first batch comes out at 7:30, "
        "and we keep four loaves back for whoever is late.",
        picture="bread.svg",
        likes=64,
        comments=11,
    ),
    Post(
        author="Elif Aydin",
        when="3 h",
        text="Finally made it up to the lake hut. No reception for two days, which was rather the point.",
        picture="lake.svg",
        likes=128,
        comments=23,
    ),
    Post(
        author="Tomas Berg",
        when="5 h",
        text="Does anyone have a ladder that reaches a second floor? Needed for one hour on Saturday, "
        "will be paid for in cake.",
        likes=9,
        comments=14,
    ),
    Post(
        author="Harbour Film Club",
        when="6 h",
        text="Thursday is open-air night. Bring a blanket; if it rains we move into the boathouse.",
        picture="harbour.svg",
        likes=87,
        comments=19,
    ),
    Post(
        author="Priya Raman",
        when="8 h",
        text="Week three of the allotment: eleven radishes, one suspicious courgette, and a robin who "
        "believes that he is in charge.",
        likes=52,
        comments=8,
    ),
    Post(
        author="City Cycling Group",
        when="Yesterday",
        text="Sunday's route is up: 46 km along the river with one hill that nobody will admit to walking.",
        picture="road.svg",
        likes=73,
        comments=6,
    ),
    Post(
        author="Jonas Keller",
        when="Yesterday",
        text="Thank you to everybody who came to the opening. The last three prints found a home tonight.",
        likes=141,
        comments=32,
    ),
)


def posts_for(user_id: str, shown: int) -> list[Post]:
    """So many posts as an account sees them; always the same for an id, the newest first."""
    digest = hashlib.sha256(user_id.encode()).digest()
    ranked = sorted(range(len(POSTS)), key=lambda at: digest[at])
    return [POSTS[at] for at in sorted(ranked[:shown])]
