from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "jinguo.exchange"
    label = "exchange"
