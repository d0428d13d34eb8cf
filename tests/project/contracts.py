"""A contract of import-linter by wildcards: modules, found by the pattern of their names, that bring nothing in."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from grimp import ImportGraph
from importlinter import ContractCheck, fields
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.domain.imports import ModuleExpression


def matching(patterns: Iterable[str], modules: Iterable[str]) -> set[str]:
    """The modules that some pattern is of; in a pattern ``*`` stands for any characters, dots among them.

    Raise ValueError where a pattern matches no module: it is a mistake, or what it was for is gone.
    """
    known, found = list(modules), set[str]()
    for pattern in patterns:
        matched = {module for module in known if fnmatchcase(module, pattern)}
        if not matched:
            raise ValueError(f"No module matches '{pattern}'.")
        found |= matched
    return found


class PureContract(ForbiddenContract):
    """import-linter's *forbidden*, for ``source_modules`` that are patterns of whole names.

    Its own wildcards stand for whole parts of a name only, so that it cannot say ``handlers.*.present_*``.
    """

    type_name = "pure"

    source_modules = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 - import-linter's own shape
        found = matching(self.source_modules, graph.modules)  # type: ignore[arg-type]
        self.source_modules = {ModuleExpression(module) for module in found}  # type: ignore[assignment]
        return super().check(graph, verbose)
