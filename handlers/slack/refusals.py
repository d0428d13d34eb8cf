"""What becomes of what Slack refuses: one row per idea, for every error of every method Bellhop calls. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Handling(StrEnum):
    """What is done with a message that was refused."""

    AGAIN = "try again"  # later, a bounded number of times
    PAUSE = "wait for a good token"  # nothing goes out until then
    SCOPE = "wait for the scope"  # only what needs it waits
    SMALLER = "draw smaller"
    WORDS = "words without the picture"
    DIRECT = "direct message to whoever asked"
    STAY = "leave it as it is"  # a message that cannot be edited any more, or a file that cannot be deleted
    PRESS_AGAIN = "say that it must be pressed again"  # a form that could not be opened
    NOBODY = "pass over that person"  # nobody there, or nobody who can be written to
    END = "end"  # a dead letter, which the log and ``doctor`` show
    UNKNOWN = "draw smaller, then direct message"  # an error this table does not name


@dataclass(frozen=True, kw_only=True)
class RefusalRule:
    """One idea: what is done, and why, as the end of a sentence that begins with "since"."""

    handling: Handling
    why: str
    codes: frozenset[str] = frozenset()
    may_stand: bool = False  # what was asked for may have been done all the same

    @property
    def passes(self) -> bool:
        """Whether the same call may well be taken later: nothing is given up for it."""
        return self.handling in {Handling.AGAIN, Handling.PAUSE, Handling.SCOPE}

    @property
    def is_smaller(self) -> bool:
        """Whether a smaller drawing may be taken."""
        return self.handling in {Handling.SMALLER, Handling.UNKNOWN}

    @property
    def is_direct(self) -> bool:
        """Whether another conversation may take it."""
        return self.handling in {Handling.DIRECT, Handling.UNKNOWN}

    @property
    def is_gone(self) -> bool:
        """Whether what was to be edited is not there any more, or nobody can edit it."""
        return self.handling in {Handling.DIRECT, Handling.STAY, Handling.NOBODY}


def _rule(handling: Handling, why: str, codes: str, *, may_stand: bool = False) -> RefusalRule:
    return RefusalRule(handling=handling, why=why, codes=frozenset(codes.split()), may_stand=may_stand)


RULES = (
    _rule(
        Handling.AGAIN,
        "Slack has no time for it",
        "ratelimited rate_limited message_limit_exceeded request_timeout team_added_to_org external_channel_migrating update_failed file_update_failed "
        "streaming_state_conflict fetch_members_failed hash_conflict",
    ),
    _rule(
        Handling.AGAIN,
        "something went wrong at Slack",
        "internal_error fatal_error service_unavailable",
        may_stand=True,  # as Slack documents: some aspect of it may have succeeded
    ),
    _rule(
        Handling.PAUSE,
        "Slack does not take my token",
        "invalid_auth not_authed account_inactive token_revoked token_expired not_allowed_token_type "
        "org_login_required two_factor_setup_required accesslimited forbidden_team insecure_request",
    ),
    _rule(Handling.SCOPE, "the app lacks a scope for it", "missing_scope"),
    _rule(
        Handling.END,
        "the app is not approved for it",
        "access_denied enterprise_is_restricted plan_upgrade_required "
        "as_user_not_supported send_on_behalf_not_allowed metadata_must_be_sent_from_app",
    ),
    _rule(
        Handling.SMALLER,
        "Slack does not take its form",
        "invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long too_many_blocks block_mismatch "
        "invalid_arguments invalid_payload invalid_attachments too_many_attachments no_text view_too_large "
        "attachment_payload_limit_exceeded too_many_contact_cards markdown_text_conflict "
        "invalid_metadata_format invalid_metadata_schema metadata_too_large slack_connect_canvas_sharing_blocked "
        "slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked",
    ),
    _rule(
        Handling.WORDS,
        "Slack does not take the file",
        "file_uploads_disabled file_uploads_except_images_disabled file_upload_size_restricted "
        "file_type_not_allowed storage_limit_reached snippet_too_large unknown_snippet_type unknown_subtype "
        "alt_txt_too_large blocked_file_type file_deleted file_is_deleted file_not_found file_share_limit_reached "
        "max_file_sharing_exceeded missing_file_data unable_to_share_files slack_connect_blocked_file_type "
        "slack_connect_clip_sharing_blocked slack_connect_file_upload_sharing_blocked canvas_disabled_file_team "
        "canvas_disabled_user_team canvas_globally_disabled template_not_visible not_visible "
        "channels_limit_exceeded",
    ),
    _rule(
        Handling.DIRECT,
        "I am not in that channel",
        "not_in_channel channel_not_found user_not_in_channel invalid_channel method_not_supported_for_channel_type",
    ),
    _rule(Handling.DIRECT, "that channel is archived", "is_archived is_inactive"),
    _rule(
        Handling.DIRECT,
        "the settings of that channel or of the workspace do not let me write there",
        "restricted_action restricted_action_read_only_channel restricted_action_thread_only_channel no_permission "
        "posting_to_channel_denied channel_is_limited_access app_access_restricted ekm_access_denied "
        "team_access_not_granted team_not_found invalid_team cant_broadcast_message no_dual_broadcast_content_update",
    ),
    _rule(
        Handling.DIRECT,
        "its message there is gone, or takes no replies",
        "message_not_found thread_not_found cannot_reply_to_message invalid_thread_ts restricted_action_thread_locked "
        "restricted_action_non_threadable_channel",
    ),
    _rule(
        Handling.STAY,
        "Slack does not let me change it any more",
        "cant_update_message edit_window_closed cant_delete_message delete_not_allowed cant_delete_file expired_url used_url "
        "file_deleting_disabled",
    ),
    _rule(
        Handling.PRESS_AGAIN,
        "that took longer than Slack waits, or the form was closed",
        "expired_trigger_id trigger_expired exchanged_trigger_id trigger_exchanged invalid_trigger_id "
        "duplicate_external_id not_found push_limit_reached",
    ),
    _rule(
        Handling.NOBODY,
        "Slack does not let me write to that person",
        "user_not_found users_not_found user_disabled user_not_visible cannot_dm_bot messages_tab_disabled "
        "missing_profile_id invalid_user_combination not_enough_users too_many_users users_list_not_supplied "
        "not_enabled not_implemented",
    ),
    _rule(
        Handling.END,
        "Slack does not take this call from this version",
        "unknown_method deprecated_endpoint method_deprecated is_bot invalid_arg_name invalid_array_arg "
        "invalid_charset invalid_form_data invalid_post_type missing_post_type missing_args missing_argument "
        "invalid_cursor invalid_limit draft_already_deleted draft_already_sent draft_has_conflict draft_not_found "
        "duplicate_channel_not_found duplicate_message_not_found",
    ),
)
UNKNOWN = RefusalRule(handling=Handling.UNKNOWN, why="Slack refuses it")
NO_ANSWER = RefusalRule(handling=Handling.AGAIN, why="what answered was not Slack", may_stand=True)
"""For an answer without Slack's own word: the page of a proxy, or of a network that wants a log-in first."""
_BY_CODE = {code: rule for rule in RULES for code in rule.codes}
_FILES = frozenset({"files.getUploadURLExternal", "files.completeUploadExternal"})


def decide(method: str, code: str) -> RefusalRule:
    """The rule for an error code of a Web API method.

    Whatever Slack says against a file costs the picture alone: where the conversation itself is closed, the words,
    which are posted next, find that out. An empty code is no answer of Slack's.
    """
    rule = _BY_CODE.get(code, UNKNOWN) if code else NO_ANSWER
    if method in _FILES and (rule.handling is Handling.SCOPE or not rule.passes):
        return RefusalRule(handling=Handling.WORDS, why=rule.why, codes=rule.codes)
    return rule


def codes(handling: Handling) -> frozenset[str]:
    """Every error code that has this handling."""
    return frozenset(code for code, rule in _BY_CODE.items() if rule.handling is handling)


def named() -> Iterable[str]:
    """Every error code that has a rule."""
    return _BY_CODE.keys()
