from django.urls import path

from jinguo.desk.figures import brief, entries, exports, screen, views

urlpatterns = [
    path("screen/", screen.screen, name="screen"),
    path("briefs/<str:area>/", brief.brief, name="brief"),
    path("briefs/<str:area>/docx/", brief.brief_document, name="brief-document"),
    path("figures/<str:measure>", views.figure, name="figure"),
    path("figures/<str:measure>/export/", exports.export_records, name="export-records"),
    path("figures/<str:measure>/entries/<uuid:fact_id>/", entries.take_back, name="take-back"),
]
