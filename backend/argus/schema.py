"""The two shapes every contract struct has, what goes out and what comes in, and text of a given form."""

import msgspec

# What each pattern of an input means, for answers to people who cannot be expected to read it.
FORMS: dict[str, str] = {}


class Output(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """Sent to clients. Fields have no defaults, so that the contract says they are always there."""


class Input(msgspec.Struct, rename="camel", frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Received from clients. Unknown fields are refused."""


def text_form(pattern: str, words: str, max_length: int) -> msgspec.Meta:
    """A constraint on text: the whole of it matches `pattern`, which `words` describe; `max_length` in characters.

    Python's `$` lets a line feed at the end pass, and ECMA's, which the contract is read by, does not: with this end
    both mean the same.
    """
    whole = rf"^{pattern}(?!\n)$"
    FORMS[whole] = words
    return msgspec.Meta(max_length=max_length, pattern=whole, description=f"{words.capitalize()}.")
