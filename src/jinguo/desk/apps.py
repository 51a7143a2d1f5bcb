from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "jinguo.desk"
    label = "desk"
