from django.urls import path

from jinguo.desk.erasures import views

urlpatterns = [
    path("erasures/", views.erasures, name="erasures"),
    path("erasures/retention/", views.retention, name="kept-too-long"),
    path("erasures/<uuid:erasure_id>/", views.erasure, name="erasure"),
    path("erasures/of/<uuid:person_id>/", views.person_data, name="person-data"),
]
