from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "jinguo.programmes"
    label = "programmes"
