from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "jinguo.facts"
    label = "facts"
