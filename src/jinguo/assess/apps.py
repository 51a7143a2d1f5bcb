from django.apps import AppConfig


class AssessConfig(AppConfig):
    name = "jinguo.assess"
    label = "assess"
