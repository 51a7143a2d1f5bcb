"""Every write of exchange: workbooks brought in and taken back, lists and plaques taken out."""

from jinguo.exchange.actions.annotating import annotated_workbook
from jinguo.exchange.actions.checking import check
from jinguo.exchange.actions.plaques import print_certificate, print_plaques
from jinguo.exchange.actions.previewing import Preview, preview
from jinguo.exchange.actions.running import ACTS, ask, carry_out, see, tell
from jinguo.exchange.actions.score_sheets import score_workbook
from jinguo.exchange.actions.uploads import erase_old_files, upload
from jinguo.exchange.actions.visit_sheets import visit_workbook
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
    "print_certificate",
    "print_plaques",
    "score_workbook",
    "see",
    "tell",
    "undo",
    "upload",
    "visit_workbook",
]
