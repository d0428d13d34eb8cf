"""The platform site: every path and every text that the executor goes by. When the site changes, this file does."""

from urllib.parse import urljoin

# Paths
HOME = "/home"
LOGIN = "/login"
LOGIN_CODE = "/login/code"
CHECKPOINT = "/checkpoint"
DISABLED = "/disabled"
PAGES = "/pages"
CREATE_PAGE = "/pages/create"
NOTIFICATIONS = "/notifications"
BUSINESSES = "/business"
CREATE_BUSINESS = "/business/create"

# Who is inside
ACCOUNT_BADGE = "Account"  # the badge's label; it shows name, login and user id, each as a text of its own
ACCOUNT_ID = r"ID (\S+)"  # the last of the three
LOGIN_HEADING = "Log in to Commons"
CODE_HEADING = "Enter your code"
CHECKPOINT_HEADING = "Confirm your identity"
DISABLED_HEADING = "Your account is disabled"

# The log-in form
LOGIN_FIELD = "Email or user ID"
PASSWORD_FIELD = "Password"  # noqa: S105 - a label
LOGIN_BUTTON = "Log in"
PASSWORD_REFUSED = "The password you entered is incorrect."  # noqa: S105 - a sentence of the site
LOGIN_UNKNOWN = "No account matches that login."

# The second step of a log-in
CODE_FIELD = "Login code"
CODE_BUTTON = "Continue"
CODE_REFUSED = "That code is not correct."
CODES_LOCKED = "Too many wrong codes. Try again later."

# An overlay that may lie over the home screen
NOTIFICATION_DIALOG = "Turn on notifications"
NOTIFICATION_DIALOG_CLOSE = "Not now"

# Pages
PAGES_HEADING = "Your pages"
PAGES_LIST = "Pages"
PAGE_NAME = "Page name"
PAGE_CATEGORY = "Category"
NEXT = "Next"
SUBMIT_PAGE = "Create page"
PAGE_CREATED = "Page created"
PAGE_ID = r"Page ID (\d+)"

# Notification settings
NOTIFICATIONS_HEADING = "Notification settings"

# Business managers
BUSINESSES_HEADING = "Business managers"
BUSINESSES_LIST = "Business managers"
BUSINESS_NAME = "Business name"
BUSINESS_CONTACT = "Your name"
BUSINESS_EMAIL = "Work email"
SUBMIT_BUSINESS = "Create"
BUSINESS_CREATED = "Business manager created"
BUSINESS_ID = r"Business ID (\d+)"
ENTRY_ID = r"ID (\d+)"  # a text of its own in one line of either list
ENTRY_ROLE = r"Role ([\s\S]+)"

# Invitations
ACCEPT = "Accept invitation"
INVITATION_HEADING = r"^Join ([\s\S]+)$"
INVITED_AS = r"You are invited as ([\s\S]+)\."  # this and the next two: a text of its own
JOINED = r"You joined ([\s\S]+)"
ALREADY_JOINED = r"You already belong to ([\s\S]+)\."
INVITATION_INVALID = "This invitation is not valid"


def address(site_url: str, path: str) -> str:
    """The whole address of a path.

    >>> address("https://site.example/", "/home")
    'https://site.example/home'
    """
    return urljoin(site_url, path)
