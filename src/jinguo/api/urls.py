"""The addresses of the API, version 1."""

from django.urls import path

from jinguo.api import activities, areas, figures, households, interface, members, sites, targets

api = interface.make()
for resource in (areas, households, figures, targets, activities, sites, members):
    api.add_router("", resource.router)

urlpatterns = [path("v1/", api.urls)]
