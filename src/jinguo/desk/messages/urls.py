from django.urls import path

from jinguo.desk.messages import by_hand, contacts, exports, views

urlpatterns = [
    path("messages/", views.messages_list, name="messages"),
    path("messages/export/", exports.export_messages, name="export-messages"),
    path("messages/by-hand/", by_hand.to_tell, name="messages-by-hand"),
    path("messages/<uuid:message_id>/told/", by_hand.told, name="message-told"),
    path("messages/contact/<uuid:person_id>/", contacts.contact, name="safe-contact"),
    path("messages/again/", views.again, name="messages-again"),
    path("messages/<uuid:message_id>/", views.message, name="message"),
]
