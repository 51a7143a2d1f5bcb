from django.urls import path

from jinguo.desk.reports import listing, views

FREEZE = "reports/<uuid:report_id>/freezes/<uuid:freeze_id>/"

urlpatterns = [
    path("reports/", views.reports, name="reports"),
    path("reports/export/", listing.export_reports, name="export-reports"),
    path("reports/<uuid:report_id>/", views.report, name="report"),
    path("reports/<uuid:report_id>/freeze/", views.freeze, name="freeze-report"),
    path("reports/<uuid:report_id>/reopen/", views.reopen, name="reopen-report"),
    path("reports/<uuid:report_id>/compare/", views.compare, name="compare-report"),
    path("reports/<uuid:report_id>/document/", views.document, name="report-document"),
    path("reports/<uuid:report_id>/annex/", views.annex, name="report-annex"),
    path(FREEZE, views.report, name="report-freeze"),
    path(f"{FREEZE}document/", views.document, name="freeze-document"),
    path(f"{FREEZE}annex/", views.annex, name="freeze-annex"),
]
