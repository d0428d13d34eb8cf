"""BM invitation authorization: the account joins the business manager that sent the link."""

from collections.abc import Mapping

from executor.faults import NotDone, SiteFault
from executor.visit import Visit
from executor.walk.entry_list import EntryList
from executor.walk.invitation import NOT_VALID, Invitation
from models.domain.addresses import origin, path_of_form
from models.domain.task_types import INVITATION


async def act(visit: Visit, params: Mapping[str, str]) -> str:
    path = _path_on_site(params["invitation_link"], visit.job.site_url)
    way = visit.way("authorize_bm_invitation")
    invitation = Invitation(visit, way, path, params)
    kind = await invitation.open()
    if kind == "invalid":
        raise NotDone(NOT_VALID, cause="invitation_invalid")
    business = await invitation.business()
    role = await invitation.role() if kind == "offer" else None
    if not business or role == "":
        raise SiteFault("The invitation cannot be read; it was not accepted.", cause="unreadable_invitation")
    number = await invitation.accept() if kind == "offer" else ""
    entry = await EntryList(visit, way.list).find(business, role=role, number=number)
    if entry is None:
        raise SiteFault(
            f"{visit.words(business)} is not among the account's business managers.", cause="not_joined"
        )
    name, joined_as = visit.words(entry.name), visit.words(entry.role)
    return (
        f"{name} was joined already, as {joined_as}" if kind == "joined" else f"Joined {name} as {joined_as}"
    )


def _path_on_site(link: str, site_url: str) -> str:
    """The path of an invitation. A link elsewhere is never opened: the account's session would go with it."""
    target = origin(link)
    if target is None or target != origin(site_url):
        where = target.host if target else "another address"
        raise NotDone(f"the invitation link leads to {where}, not to the platform", cause="wrong_link")
    path = path_of_form(link, INVITATION)
    if path is None:
        raise NotDone("the link is not an invitation of the platform", cause="wrong_link")
    return path
