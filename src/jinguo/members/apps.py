from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "jinguo.members"
    label = "members"
