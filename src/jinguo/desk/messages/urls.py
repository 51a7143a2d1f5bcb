from django.urls import path

from jinguo.desk.messages import exports, views

urlpatterns = [
    path("messages/", views.messages_list, name="messages"),
    path("messages/export/", exports.export_messages, name="export-messages"),
    path("messages/again/", views.again, name="messages-again"),
    path("messages/<uuid:message_id>/", views.message, name="message"),
]
