from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "jinguo.ledger"
    label = "ledger"
