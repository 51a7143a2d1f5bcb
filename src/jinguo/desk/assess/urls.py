from django.urls import path

from jinguo.desk.assess import views

urlpatterns = [
    path("courtyards/", views.courtyards, name="courtyards"),
    path("courtyards/apply/", views.apply, name="apply"),
    path("courtyards/act/<str:of>/<str:verb>/", views.act, name="act"),
    path("courtyards/applications/<uuid:application_id>/", views.application, name="application"),
    path("courtyards/applications/<uuid:application_id>/score/", views.score, name="score"),
    path("courtyards/recognitions/<uuid:recognition_id>/", views.recognition, name="recognition"),
]
