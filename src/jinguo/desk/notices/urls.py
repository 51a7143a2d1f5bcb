from django.urls import path

from jinguo.desk.notices import acts, drafts, exports, objections, records

urlpatterns = [
    path("notices/", records.notices, name="notices"),
    path("notices/export/", exports.export_notices, name="export-notices"),
    path("notices/new/", drafts.new_notice, name="new-notice"),
    path("notices/<uuid:notice_id>/", records.notice, name="notice"),
    path("notices/<uuid:notice_id>/change/", drafts.change_notice, name="change-notice"),
    path("notices/<uuid:notice_id>/act/<str:verb>/", acts.act, name="notice-act"),
    path("notices/<uuid:notice_id>/print/", records.printed, name="print-notice"),
    path("notices/<uuid:notice_id>/receipt/", objections.follow, name="follow-objection"),
    path("notices/entries/<uuid:entry_id>/object/", objections.object_to, name="object-to"),
    path("notices/objections/<uuid:objection_id>/", objections.objection, name="objection"),
    path(
        "notices/objections/<uuid:objection_id>/reveal/", objections.reveal, name="reveal-objector"
    ),
]
