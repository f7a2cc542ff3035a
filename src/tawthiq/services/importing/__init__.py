"""Import a list: wholly or not at all, known rows again, nothing dropped and nothing guessed."""

from tawthiq.services.importing.importing import import_drafts, import_list
from tawthiq.services.importing.outcomes import Outcome, Outcomes

__all__ = ["Outcome", "Outcomes", "import_drafts", "import_list"]
