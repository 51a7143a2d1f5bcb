"""Every write of exchange: workbooks brought in and taken back, lists and plaques taken out."""

from jinguo.exchange.actions.annotating import annotated_workbook
from jinguo.exchange.actions.carrying_out import carry_out
from jinguo.exchange.actions.checking import check
from jinguo.exchange.actions.doors import print_door_sheet
from jinguo.exchange.actions.erasing import erase_old_files
from jinguo.exchange.actions.letters import print_letter, print_own_letter
from jinguo.exchange.actions.plaques import print_one, print_plaques
from jinguo.exchange.actions.previewing import Preview, preview
from jinguo.exchange.actions.printing import ask_to_print, take_printed
from jinguo.exchange.actions.running import ACTS, ask
from jinguo.exchange.actions.score_sheets import score_workbook
from jinguo.exchange.actions.uploads import upload
from jinguo.exchange.actions.visit_sheets import visit_workbook
from jinguo.exchange.actions.work import see, tell
from jinguo.exchange.actions.writing import apply, import_roster, undo

__all__ = [
    "ACTS",
    "Preview",
    "annotated_workbook",
    "apply",
    "ask",
    "ask_to_print",
    "carry_out",
    "check",
    "erase_old_files",
    "import_roster",
    "preview",
    "print_door_sheet",
    "print_letter",
    "print_one",
    "print_own_letter",
    "print_plaques",
    "score_workbook",
    "see",
    "take_printed",
    "tell",
    "undo",
    "upload",
    "visit_workbook",
]
