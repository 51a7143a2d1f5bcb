from django.urls import path

from jinguo.desk.messages import views

urlpatterns = [
    path("messages/", views.messages_list, name="messages"),
    path("messages/again/", views.again, name="messages-again"),
    path("messages/<uuid:message_id>/", views.message, name="message"),
]
