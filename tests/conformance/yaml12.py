"""YAML as the product reads it: plain scalars are text but for true/false, null and numbers.

PyYAML follows YAML 1.1, where `no`, `010`, `1:30` and `2024-05-29` mean something else than what
they say. Here only these plain (unquoted) spellings are more than text:

    true false          bool
    null ~ (empty)      None
    0  7  -12           int; no leading zero, no plus, no underscore
    0.5  3.10  -1.25    decimal.Decimal, so that thousandths stay exact

A key that is written twice is an error, and so are anchors, aliases, tags, and a second document.
"""

import re
from decimal import Decimal
from pathlib import Path

import yaml


class Loader(yaml.SafeLoader):
    """SafeLoader with the YAML 1.2 subset above and nothing else."""

    yaml_implicit_resolvers = {}

    def compose_node(self, parent, index):
        event = self.peek_event()
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            raise yaml.composer.ComposerError(
                None, None, "anchors, aliases and tags are not part of the format",
                event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        keys = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in keys:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} is written twice", key_node.start_mark)
            keys.add(key)
        return super().construct_mapping(node, deep)


def _resolve(tag, pattern, first):
    Loader.add_implicit_resolver(tag, re.compile(pattern), first)


_resolve("tag:yaml.org,2002:bool", r"^(?:true|false)$", list("tf"))
_resolve("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""])
_resolve("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789"))
_resolve("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-0123456789"))

Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: Decimal(node.value))


def parse(text):
    """The one document in `text`."""
    return yaml.load(text, Loader)


def read(path):
    """The one document in the file at `path` (UTF-8)."""
    return parse(Path(path).read_text(encoding="utf-8"))
