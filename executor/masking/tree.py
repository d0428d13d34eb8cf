"""One reading of a page's tree: the texts in it, the parts that are private, the frames whose inside is not in it.

The tree is the browser's own (Chromium's debugging protocol). It has closed shadow roots, frames of the same process
and what fields hold, and no script and no style of the page has a say in it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# What is black in every picture: name of the element ("" for any), its attribute, what is looked for in the value.
_PRIVATE = (
    ("INPUT", "type", re.compile(r"^\s*(password|email|tel)\s*$", re.IGNORECASE)),
    ("", "autocomplete", re.compile(r"(^|\s)one-time-code(\s|$)", re.IGNORECASE)),
    ("INPUT", "name", re.compile("code", re.IGNORECASE)),
    ("", "data-private", re.compile("")),
)
_UNSEEN = frozenset({"SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "HEAD"})  # unless a style draws them
_NO_TEXT = frozenset({"src", "srcset", "style", "class", "id"})  # attributes that no page shows as text
_PARTS = frozenset(
    {"OPTION", "OPTGROUP", "SOURCE", "TRACK"}
)  # shown by the element around them, not by themselves
_WHOLES = frozenset({"SELECT", "PICTURE", "VIDEO", "AUDIO"})
_FIELDS = frozenset({"INPUT", "TEXTAREA"})
TEXT = 3  # the kind of a node that is text
_CUT = 10_000  # characters of a text after which the browser leaves out the rest


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One text of the tree: of a text node, of an attribute, or of what a field holds."""

    text: str
    node: int
    attribute: str = ""
    field: int = 0  # the node of the field that holds it
    made_in: str = ""  # the frame of the element, where a style made the text for it


@dataclass(frozen=True, kw_only=True)
class Element:
    """An element by the number of its node, and the frame whose document it stands in."""

    node: int
    frame: str


@dataclass(kw_only=True)
class Tree:
    """What one reading found, in the order of the document. Nothing inside of a private part is in it."""

    pieces: list[Piece] = field(default_factory=list[Piece])
    private: dict[int, Element] = field(default_factory=dict[int, Element])
    fields: dict[int, Element] = field(default_factory=dict[int, Element])  # that something can be typed into
    unread: dict[str, Element] = field(
        default_factory=dict[str, Element]
    )  # frames of other processes, by their id
    documents: set[int] = field(
        default_factory=set[int]
    )  # numbers that stay the same from reading to reading
    hosts: dict[int, Element] = field(
        default_factory=dict[int, Element]
    )  # that have inner parts of the browser's own
    nodes: dict[int, Element] = field(
        default_factory=dict[int, Element]
    )  # all, by the numbers that stay the same from reading to reading


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a node stands."""

    frame: str
    field: int = 0  # the field whose inner parts these are
    whole: int = 0  # the element that shows these
    unseen: bool = False  # its texts are not drawn, unless a style says so
    top: bool = False  # of its document: it has the frame's id as well


def read(root: Mapping[str, Any], frame: str) -> Tree:
    """Read a document with all that is below it. ``frame``: the id of the frame that shows it."""
    tree = Tree()
    open_nodes: list[tuple[Mapping[str, Any], _Place]] = [(root, _Place(frame=frame, top=True))]
    while open_nodes:
        node, place = open_nodes.pop()
        if "documentURL" in node:
            tree.documents.add(int(node["backendNodeId"]))
        if not _note(node, place, tree):
            open_nodes += reversed(list(_below(node, place)))
    return tree


def _note(node: Mapping[str, Any], place: _Place, tree: Tree) -> bool:
    """Take down what a node has; True when it is private, with all that is below it."""
    number, name = int(node["nodeId"]), _name(node)
    element = Element(node=number, frame=place.frame)
    tree.nodes[int(node["backendNodeId"])] = element
    if node["nodeType"] == TEXT and not place.unseen:
        _note_text(node, place, tree)
    given = node.get("attributes") or []
    attributes = dict(zip(given[::2], given[1::2], strict=True))
    if is_private(name, attributes) and not place.field:
        shown_by = place.whole if name in _PARTS and place.whole else number
        tree.private[shown_by] = Element(node=shown_by, frame=place.frame)
        return True
    tree.pieces += (
        Piece(text=str(value), node=number, attribute=str(key))
        for key, value in attributes.items()
        if key not in _NO_TEXT and value and not place.unseen
    )
    if (name in _FIELDS or "contenteditable" in attributes) and not place.field:
        tree.fields[number] = element
    if node.get("shadowRoots"):
        tree.hosts[number] = element
    if "frameId" in node and not place.top and not node.get("contentDocument"):
        tree.unread[str(node["frameId"])] = element
    return False


def _note_text(node: Mapping[str, Any], place: _Place, tree: Tree) -> None:
    text = str(node["nodeValue"])
    tree.pieces.append(Piece(text=text, node=int(node["nodeId"]), field=place.field))
    if place.field and len(text) >= _CUT:  # the end of it is not known
        tree.private[place.field] = tree.hosts[place.field]


def _name(node: Mapping[str, Any]) -> str:
    """The name of an element in capitals, without the prefix that it has in XHTML."""
    return str(node["localName"] or node["nodeName"]).upper()


def is_private(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is black in every picture, as the site wrote it. ``name`` in capitals."""
    return any(
        attribute in attributes and name in (of or name, of) and looked_for.search(attributes[attribute])
        for of, attribute, looked_for in _PRIVATE
    )


def _below(node: Mapping[str, Any], place: _Place) -> Iterator[tuple[Mapping[str, Any], _Place]]:
    number = int(node["nodeId"])
    name = _name(node)
    whole = number if name in _WHOLES else place.whole
    unseen = place.unseen or name in _UNSEEN
    inside = _Place(
        frame=place.frame, field=place.field, whole=whole, unseen=unseen, top="documentURL" in node
    )
    for shadow in node.get("shadowRoots") or []:
        of_browser = shadow.get("shadowRootType") == "user-agent"
        yield shadow, _Place(frame=place.frame, field=(place.field or number) if of_browser else place.field)
    for child in node.get("children") or []:
        yield child, inside
    if document := node.get("contentDocument"):
        yield document, _Place(frame=str(node.get("frameId") or place.frame))
