from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "jinguo.sites"
    label = "sites"
