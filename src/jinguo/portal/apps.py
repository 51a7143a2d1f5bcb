from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "jinguo.portal"
    label = "portal"
