"""BM invitation authorization: the account joins the business manager that sent the link."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from executor import sitemap
from executor.faults import NotDone, SiteFault
from executor.pages.entry_list import Roster
from executor.pages.invitation import Invitation
from executor.visit import Visit


async def act(visit: Visit, params: Mapping[str, str]) -> str:
    path = _path_on_site(params["invitation_link"], visit.job.site_url)
    invitation = Invitation(visit)
    kind = await invitation.open(path)
    if kind == "invalid":
        raise NotDone("the site says that this invitation is not valid")
    business = await invitation.business()
    role = await invitation.role() if kind == "offer" else None
    if kind == "offer":
        await invitation.accept()
    joined = await Roster.businesses(visit).find(business, role=role)
    if joined is None:
        raise SiteFault(f"{business} is not among the account's business managers.", cause="not_joined")
    if kind == "joined":
        return f"{joined.name} was joined already, as {joined.role}"
    return f"Joined {joined.name} as {joined.role}"


def _path_on_site(link: str, site_url: str) -> str:
    """The path of an invitation. A link elsewhere is never opened: the account's session would go with it."""
    there, here = urlsplit(link), urlsplit(site_url)
    if there.netloc.lower() != here.netloc.lower():
        raise NotDone(f"the invitation link leads to {there.hostname}, not to the platform")
    if not there.path.startswith(sitemap.INVITATIONS):
        raise NotDone("the link is not an invitation of the platform")
    return there.path + (f"?{there.query}" if there.query else "")
