from django.urls import path

from jinguo.desk.requests import exports, views

urlpatterns = [
    path("requests/", views.requests, name="requests"),
    path("requests/export/", exports.export_requests, name="export-requests"),
    path("requests/<uuid:request_id>/", views.request, name="request"),
    path("requests/<uuid:request_id>/correct/", views.correct, name="correct-as-asked"),
    path("requests/<uuid:request_id>/take/", views.take, name="take-request"),
]
