"""What each right and each role of the role table is called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jinguo.core.language import in_language
from jinguo.org.roles import Capability, roles

TITLES: dict[Capability, str | Promise] = {
    Capability.ORG_VIEW: _("See units, posts and accounts"),
    Capability.ORG_MANAGE_ACCOUNTS: _("Open, disable and reset accounts"),
    Capability.ORG_GRANT_POSTS: _("Give and end posts"),
    Capability.ORG_MAKE_TOKENS: _("Let programs act through one's own post"),
    Capability.ORG_MANAGE_AREAS: _("Import areas and record mergers"),
    Capability.AUDIT_VIEW: _("Read and verify the trail"),
    Capability.AUDIT_ALERTS: _("See alerts"),
    Capability.AUDIT_PACK: _("Take the yearly audit pack out"),
    Capability.FIGURES_VIEW: _("See figures"),
    Capability.FIGURES_CORRECT: _("Take wrong entries out of figures"),
    Capability.PEOPLE_VIEW: _("See households and members, masked"),
    Capability.PEOPLE_EDIT: _("Add and change households"),
    Capability.PEOPLE_UNMASK: _("Show masked values, with a reason"),
    Capability.PEOPLE_MERGE: _("Merge duplicates"),
    Capability.PEOPLE_ANSWER_REQUESTS: _("Answer what people ask about their own data"),
    Capability.EXCHANGE_IMPORT: _("Import rosters and score sheets"),
    Capability.EXCHANGE_EXPORT: _("Take lists out"),
    Capability.ASSESS_VIEW: _("See applications and recognitions"),
    Capability.ASSESS_APPLY: _("Apply for households"),
    Capability.ASSESS_RECOMMEND: _("Recommend applications"),
    Capability.ASSESS_SCORE: _("Score and decide"),
    Capability.ASSESS_CERTIFY: _("Put on notice and certify"),
    Capability.ASSESS_INSPECT: _("Inspect again, order to put right, delist"),
    Capability.ASSESS_VIEW_ROUNDS: _("See evaluations and their results"),
    Capability.ASSESS_RUN_ROUNDS: _("Draw, freeze and close evaluations"),
    Capability.ASSESS_VISIT: _("Visit drawn households"),
    Capability.NOTICES_VIEW: _("See public notices"),
    Capability.NOTICES_DRAFT: _("Draft public notices"),
    Capability.NOTICES_RELEASE: _("Release and withdraw public notices"),
    Capability.NOTICES_OBJECT: _("Record objections"),
    Capability.NOTICES_DECIDE: _("Read and decide objections"),
    Capability.NOTICES_REVEAL: _("See who objects, with a reason"),
    Capability.POINTS_VIEW: _("See points of households"),
    Capability.POINTS_RECORD: _("Record points and hand goods over"),
    Capability.POINTS_MANAGE: _("Keep the store of goods"),
    Capability.SITES_VIEW: _("See sites and their logs"),
    Capability.SITES_PROPOSE: _("Propose sites and change what is said about them"),
    Capability.SITES_LOG: _("Write the logs of sites"),
    Capability.SITES_CHECK: _("Fill in the checklists of sites"),
    Capability.SITES_APPROVE: _("Approve and close sites, give plaques"),
    Capability.ACTIVITIES_VIEW: _("See activities and who enrolled"),
    Capability.ACTIVITIES_PLAN: _("Plan, publish, move and cancel activities"),
    Capability.ACTIVITIES_ENROL: _("Enrol others and cancel for them"),
    Capability.ACTIVITIES_ATTEND: _("Record who came and what came of it"),
    Capability.ACTIVITIES_FORGIVE: _("Excuse absences and decide appeals"),
    Capability.ACTIVITIES_VERIFY: _("Verify who belongs to a group"),
    Capability.ACTIVITIES_COUNSEL: _("See who comes to counselling"),
    Capability.MEMBERS_VIEW: _("See members, agreements, volunteers and appointments"),
    Capability.MEMBERS_MANAGE: _("Keep members, agreements and volunteers"),
    Capability.MEMBERS_DECIDE: _("Record votes, appoint, assign and end early"),
    Capability.NOTICES_VIEW_MESSAGES: _("See what was told to whom"),
    Capability.NOTICES_RESEND: _("Send failed messages again"),
    Capability.NOTICES_KEEP_CONTACTS: _("Write down how someone is reached"),
    Capability.PROGRAMMES_VIEW: _("See the plan"),
    Capability.PROGRAMMES_APPLY: _("Apply packs"),
    Capability.REPORTS_VIEW: _("See reports"),
    Capability.REPORTS_FREEZE: _("Open, freeze and reopen reports"),
}


def role_titles() -> dict[str, str]:
    """Return every role's title in the reader's language."""
    return {role.id: in_language(role.title, role.title_en) for role in roles().values()}
