from django.urls import path

from jinguo.desk.exchange import exports, views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/export/", exports.export_imports, name="export-imports"),
    path("imports/<uuid:batch_id>/", views.batch, name="import"),
    path("imports/<uuid:batch_id>/check/", views.check, name="check-import"),
    path("imports/<uuid:batch_id>/apply/", views.apply, name="apply-import"),
    path("imports/<uuid:batch_id>/undo/", views.undo, name="undo-import"),
    path("imports/<uuid:batch_id>/annotated/", views.annotated, name="annotated-import"),
]
