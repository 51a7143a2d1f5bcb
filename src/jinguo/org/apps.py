from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "jinguo.org"
    label = "org"
