from django.urls import path

from jinguo.desk.figures import views

urlpatterns = [
    path("figures/<str:measure>", views.figure, name="figure"),
]
