"""BM invitation authorization: the account joins the business manager that sent the link."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from executor import sitemap
from executor.faults import NotDone, SiteFault
from executor.pages.entry_list import EntryList
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
    entry = await EntryList.businesses(visit).find(business, role=role)
    if entry is None:
        raise SiteFault(f"{business} is not among the account's business managers.", cause="not_joined")
    if kind == "joined":
        return f"{entry.name} was joined already, as {entry.role}"
    return f"Joined {entry.name} as {entry.role}"


def _path_on_site(link: str, site_url: str) -> str:
    """The path of an invitation. A link elsewhere is never opened: the account's session would go with it."""
    target, site = urlsplit(link), urlsplit(site_url)
    if target.netloc.lower() != site.netloc.lower():
        raise NotDone(f"the invitation link leads to {target.hostname}, not to the platform")
    if not target.path.startswith(sitemap.INVITATIONS):
        raise NotDone("the link is not an invitation of the platform")
    return target.path + (f"?{target.query}" if target.query else "")
