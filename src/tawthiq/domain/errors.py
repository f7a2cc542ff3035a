"""The one error root of Tawthiq: every error a person sees names the thing, what was found and what to do."""

from typing import Literal, Protocol


class Speaks(Protocol):
    """What says its sentence in English or Arabic: a refusal."""

    @property
    def code(self) -> str:
        """Return the code that programs know it by."""

    def sentence_in(self, language: Literal["en", "ar"]) -> str:
        """Return the sentence in a language."""


class TawthiqError(Exception):
    """Anything Tawthiq says no to; its text is written for the person who asked.

    `refusal` is the rule's own no where one said it: doors that speak Arabic take its sentence from there.
    """

    exit_code = 2
    refusal: Speaks | None = None

    def sentence_in(self, language: Literal["en", "ar"]) -> str:
        """Return the sentence in a language, or in English where no other was written."""
        return str(self) if self.refusal is None else self.refusal.sentence_in(language)


class InvalidValue(TawthiqError, ValueError):
    """A value that cannot be: a date that does not exist, a minimum above its maximum. Names found and expected."""


class InvalidFile(TawthiqError):
    """A file that cannot be read as what it claims to be; nothing was written."""


class Refused(TawthiqError):
    """A rule said no; carries the rule's code beside its sentence."""

    exit_code = 3

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class NotFound(TawthiqError):
    """Not there, or not yours: both look the same."""

    exit_code = 4


class FaultsFound(TawthiqError):
    """A check ran to its end and found faults."""

    exit_code = 1
