"""Every write of exchange: bringing workbooks in, writing their rows, taking them back."""

from jinguo.exchange.actions.annotating import annotated_workbook
from jinguo.exchange.actions.checking import check
from jinguo.exchange.actions.previewing import Preview, preview
from jinguo.exchange.actions.running import ACTS, ask, carry_out, see, tell
from jinguo.exchange.actions.score_sheets import score_workbook
from jinguo.exchange.actions.uploads import erase_old_files, upload
from jinguo.exchange.actions.writing import apply, import_roster, undo

__all__ = [
    "ACTS",
    "Preview",
    "annotated_workbook",
    "apply",
    "ask",
    "carry_out",
    "check",
    "erase_old_files",
    "import_roster",
    "preview",
    "score_workbook",
    "see",
    "tell",
    "undo",
    "upload",
]
