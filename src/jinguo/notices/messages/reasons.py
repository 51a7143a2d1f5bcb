"""Why a message was not sent, failed or may have been sent, as a sentence."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinguo.notices.messages import telling, ways

ERASED = "erased"

SENTENCES: dict[str, str | Promise] = {
    **{why.value: sentence for why, sentence in ways.SENTENCES.items()},
    ERASED: gettext_lazy("She was erased before it went out."),
    "channel-off": gettext_lazy("This way is not set up here."),
    "no-provider-template": gettext_lazy("The provider has no template for this message."),
    "shows-sender": gettext_lazy("This way would show from whom the message is."),
    "not-reached": gettext_lazy("The provider could not be reached."),
    "no-answer": gettext_lazy("The provider did not answer whether it took the message."),
    "broken-off": gettext_lazy("The program was stopped while it was sending."),
    "too-late": gettext_lazy(
        "It waited for more than two days; nothing was running that could send it."
    ),
    **{how.value: sentence for how, sentence in telling.HOWS.items()},
    "program": gettext_lazy("A fault of the program, which its log names."),
}


def reason_text(code: str) -> str:
    """Return the sentence of a code, or the code the provider gave; empty for none."""
    if not code:
        return ""
    known = SENTENCES.get(code)
    return str(known) if known else _("The provider says: %(code)s.") % {"code": code}
