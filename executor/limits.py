"""Every limit of the browser half, each with its reason. Seconds where nothing else is said."""

# BrowserPool
LAUNCH = 20.0  # a cold disk needs 2 to 3; beyond this the machine is the trouble
DRIVER_START = 20.0  # the same, for the node process that speaks with the browsers
OPEN_CONTEXT = 10.0  # takes 0.1; a browser that needs longer is sick
CLOSE = 5.0  # takes 0.3 at most; after this the browser is killed
PROBE = 1.5  # a healthy browser answers its version in milliseconds
CONTEXTS_PER_BROWSER = 200  # a browser grows by 0.04 MB a context; a fresh one is cheaper than a leak
BROWSER_AGE = 3600.0  # an hour bounds whatever else may pile up
JOBS_PER_BROWSER = (
    2  # before one more is started, as far as there are cores: what dies takes fewer jobs with it
)
BROWSER_MEMORY_MB = (
    600  # proportional memory of a browser with its jobs; a fresh one has 150, and 90 for each job
)
MEMORY_CHECK_EVERY = 20  # contexts between two looks at the memory: a look reads a file per process
RENDERER_HEAP_MB = 512  # a page that wants more is ended before it hurts its neighbours
DRIVER_HEAP_MB = 512  # floods of console text end in the driver's heap
VIEWPORT_WIDTH, VIEWPORT_HEIGHT = 1280, 800  # an ordinary laptop, so that notes look familiar

# The site
NAVIGATION = 30.0  # slow proxies on a slow day need 10 to 20
ACTION = 10.0  # a control that is not usable after this is not coming
DISMISS = 2.0  # an overlay's own button; not worth more of the action's time
OVERLAP = 0.3  # the same of another overlay, which may lie under this one and cannot be clicked then
LOOK_AFTER_COMMIT = 15.0  # looking whether a step without an answer was done after all
FIELD_TRIES = 3  # to type a secret into a field that the page replaces meanwhile
WIZARD_ROUNDS = 8  # a form of three steps, begun anew twice
LIST_PARTS = 50  # of a list that is turned part by part; an account with more is looked at by a person
DRAWN_LOOK = 0.1  # between two looks whether a page has drawn the next part of a list, and draws no more
FORM_STEADY = 0.1  # what was filled in must stay for so long before it is sent, once and for all
RETRY_NEEDS = 5.0  # with less time left a second try would only end as a time-out

CODE_MARGIN = 0.1  # of a window: a code that is typed in this last part of it may come too late
CODE_TRIES = 2  # to type a code within its time; each takes milliseconds where nothing stands still
CODE_WAIT = 180.0  # in one attempt, for codes that a person is asked for; added to its own limit
CODE_WORTH = 10.0  # with less time nobody is asked: a person cannot read, look and type in it
CODE_LOOK = 0.5  # between two looks whether one was typed
CODES_BY_HAND = 2  # codes that are typed for one question: sites lock the account after a few wrong ones
CODE_NEEDS = 10.0  # to be left after a wait for a code: to type it, and to do what was asked for

# Evidence and state
WRAP_UP = 11.0  # evidence and state together; with the close, 16 after the attempt's own limit
EVIDENCE = 6.0  # the picture with all its fallbacks
FIRST_SHOT = 4.0  # the first way to take it; leaves time for the fallback
SETTLE = 1.5  # images still loading when the action is done
PICTURE_TRIES = 3  # of a page that shows a secret anew while its picture is taken
UNSTICK = 0.7  # a page that can still obey does so in milliseconds
BUSY = (
    2.0  # a script of a page whose work is done may run on for so long before it is stopped for the picture
)
SAVE_STATE = 5.0  # 5 to 95 ms; a stuck page may hang it
TRACE = 3.0  # to begin one, or to write it down; a stuck page may hang it
TRACE_BYTES = 20_000_000  # a minute of steps has 1 to 5 MB
SCREEN_LOOKS = 3  # at a screen that changes while it is read
IDENTITY_LOOKS = 3  # for the badge that says whose account is inside, before a person is told
MASKED_CHARS = 500_000  # of a page's texts that are looked through for secrets; half a second
MASKED_NODES = 30_000  # of a page, texts too; the event loop reads them in half a second
MASKED_SOURCE = 10_000_000  # characters of a page with its scripts and attributes that come from the browser
MASKED_DOCUMENTS = 100  # of one page, which are measured one by one
MASKED_PARTS = 1000  # private elements of a page; each takes half a millisecond
MASKED_FRAMES = 20  # frames that are looked into one by one; of the others those of another process are black
TRACE_PART = 5_000_000  # bytes of one part of a trace; a larger one is left out
TRACE_UNPACKED = 100_000_000  # a site may send what packs a thousandfold
JPEG_QUALITY = 70  # a third of the PNG and readable
PICTURE_HEIGHT = 8000  # pixels; JPEG turns unreadable above 65,535 and Slack shows no more of it
PICTURE_PIXELS = 50_000_000  # the largest picture asked for has 10 million; decoded, a pixel takes 3 bytes
STATE_CHARS = 1_000_000  # of a session's local storage; sites keep some thousand
TEXT_CHARS = 4000  # of one text of a page; what is read has a line or two
TEXTS = 200  # of one part of a page; a screen of facts has some dozens
ENTRIES = 200  # of a list, read one by one in 10 ms each
RESULT_CHARS = 300  # what the list's column and a note can carry

# Proxies
PROXY_CHECK = 6.0  # an honest proxy needs 1 to 2; a dead one must be told within 15 in all
PROXY_RECHECK = 3.0  # asking again after a failure; it has answered before
PROXY_TESTS = (
    20  # tests at once in one process: a thousand proxies take 5 minutes, and each is a connection only
)
TUNNEL = 15.0  # one connection through the proxy while the browser waits
HEAD = (
    15.0  # until the head of a proxied request is whole; Chromium gives up a socket it has not used after 10
)
HEAD_BYTES = 65_536  # the head of one proxied request, cookies included
CARRIED = (
    256  # connections of one browser context at once; Chromium opens 32 by itself, some more for web sockets
)
ANSWER_TOLD = 3.0  # until the browser has told of an answer that came; milliseconds where it is not busy
AFTER_NOTICE = 0.1  # for the end of a connection after TLS has announced it
PUMP_BYTES = 65_536  # one read while bytes are carried over

# Installing a browser
PACKAGE_INSTALL = 600.0  # apt may wait 300 for its lock, then loads 64 MB
DOWNLOAD = 300.0  # about 100 MB; networks that swallow packets must not hold the start for ever
VERSION_CALL = 10.0  # an executable that cannot print its version cannot work
