"""The public addresses. What is printed on plaques leads here, so these never change."""

from django.urls import path

from jinguo.portal import views

app_name = "portal"

urlpatterns = [path("v/<str:code>", views.plaque, name="plaque")]
