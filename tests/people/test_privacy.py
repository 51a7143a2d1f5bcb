from django.apps import apps
from django.db import models

from jinguo.people import privacy
from jinguo.people.models import Person


def test_every_record_of_a_person_has_a_name_before_the_public():
    """The copy someone gets of her data calls each record by it."""
    named = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("jinguo.")
        and any(
            isinstance(field, models.ForeignKey) and field.related_model is Person
            for field in model._meta.local_fields
        )
    }
    assert named <= set(privacy.record_titles())


def test_every_field_is_in_the_register():
    assert [fault.msg for fault in privacy.check_register()] == []


def test_what_has_a_term_is_said_in_both_languages():
    for one in privacy.terms().values():
        said = (one.title, one.keep), (one.title_en, one.keep_en)
        assert all(map(all, said)), one.name


def test_a_field_without_an_entry_is_reported_with_the_line_to_paste(monkeypatch):
    without = {place: entry for place, entry in privacy.register().items() if place[2] != "born_on"}
    monkeypatch.setattr(privacy, "register", lambda: without)

    [fault] = privacy.check_register()

    assert fault.id == "people.E001"
    assert "people: Person: {born_on: TREATMENT}" in fault.hint


def test_a_sensitive_field_in_clear_is_reported(monkeypatch):
    place = ("people", "Person", "name")
    entry = privacy.register()[place]
    worse = privacy.Entry(*place, privacy.register()["people", "Person", "phone"].treatment)
    monkeypatch.setattr(privacy, "register", lambda: {**privacy_register, place: worse})

    assert [fault.id for fault in privacy.check_register()] == ["people.E002"]
    assert entry.treatment.sensitivity == "C2"


privacy_register = privacy.register()


def test_an_entry_without_a_field_is_reported(monkeypatch):
    place = ("people", "Person", "shoe_size")
    entry = privacy.register()["people", "Person", "sex"]
    monkeypatch.setattr(privacy, "register", lambda: {**privacy_register, place: entry})

    assert [fault.id for fault in privacy.check_register()] == ["people.E003"]


def test_sealed_columns_are_all_binary_columns_about_people():
    binary = {
        (field.model._meta.db_table, field.column)
        for module in ("people", "notices", "activities")
        for model in apps.get_app_config(module).get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.BinaryField)
    }
    assert set(privacy.sealed_columns()) == binary


def test_each_treatment_answers_every_question():
    # A term for the program is where it is needed; what has one is told in English too.
    of_a_term = {"ends", "title_en", "keep_en"}
    for entry in privacy.register().values():
        answers = {
            name: answer
            for name, answer in vars(entry.treatment).items()
            if entry.treatment.ends or name not in of_a_term
        }
        assert all(answers.values()), entry.treatment.name
