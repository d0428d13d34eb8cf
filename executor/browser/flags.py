"""What Chromium is started with. Nothing here hides that a program is at work."""

from executor import limits

DRIVER_DISABLED_FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "msForceBrowserSignIn",
    "msEdgeUpdateLaunchServicesPreferredVersion",
)
"""The driver's own list. A second ``--disable-features`` replaces the first, so ours must contain it."""

DRIVER_ENABLED_FEATURES = ("CDPScreenshotNewSurface", "SkipListAccountsWithoutGaiaCookies")
"""The driver's own list here too: a second ``--enable-features`` replaces the first."""

# What a page has the browser load ahead (speculation rules) takes the session along, is seen by no guard of the tab,
# and is then shown in the tab without a request.
_NOTHING_RENDERED_AHEAD = ("Prerender2", "Prerender2FallbackPrefetchSpecRules")
_NOTHING_FETCHED_AHEAD = (
    "NoStatePrefetchHoldback",
    "PrefetchMultipleActiveSetSizeLimitForBase:prefetch_multiple_active_set_size_limit_for_base_value/0",
)
_DISABLED = (
    "RenderDocument",  # with it, closing during a navigation hangs, and each task costs 8 % more
    *_NOTHING_RENDERED_AHEAD,
)

LAUNCH_ARGUMENTS = (
    f"--disable-features={','.join((*DRIVER_DISABLED_FEATURES, *_DISABLED))}",
    f"--enable-features={','.join((*DRIVER_ENABLED_FEATURES, *_NOTHING_FETCHED_AHEAD))}",
    f"--js-flags=--max-old-space-size={limits.RENDERER_HEAP_MB}",
    # Calls between browsers (WebRTC) go by UDP, past every proxy, and would show this machine's own address.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # A window that a page opens is beyond the guard of the tab: a form could be sent in it to anywhere. What a click of
    # ours opens is followed in the tab itself instead.
    "--block-new-web-contents",
)
