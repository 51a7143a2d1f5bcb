"""The addresses of the API, version 1."""

from django.urls import path

from jinguo.api import areas, figures, households, interface

api = interface.make()
for resource in (areas, households, figures):
    api.add_router("", resource.router)

urlpatterns = [path("v1/", api.urls)]
