from django.urls import path

from jinguo.desk.saved import views

urlpatterns = [
    path("filters/", views.filters, name="filters"),
    path("filters/save/", views.save, name="save-filter"),
    path("filters/<uuid:filter_id>/rename/", views.rename, name="rename-filter"),
    path("filters/<uuid:filter_id>/delete/", views.delete, name="delete-filter"),
]
