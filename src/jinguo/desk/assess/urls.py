from django.urls import path

from jinguo.desk.assess import acts, exports, lists, records

urlpatterns = [
    path("courtyards/", lists.courtyards, name="courtyards"),
    path("courtyards/apply/", acts.apply, name="apply"),
    path("courtyards/export/", exports.export_courtyards, name="export-courtyards"),
    path("courtyards/score-sheets/", acts.score_sheets, name="score-sheets"),
    path("courtyards/act/<str:of>/<str:verb>/", acts.act, name="act"),
    path("courtyards/applications/<uuid:application_id>/", records.application, name="application"),
    path("courtyards/applications/<uuid:application_id>/score/", acts.score, name="score"),
    path("courtyards/recognitions/<uuid:recognition_id>/", records.recognition, name="recognition"),
]
