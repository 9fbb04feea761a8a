"""Settings: defaults < file < environment < flags; what cannot be used is said."""

import pytest

from quizlab.settings import Settings, SettingsError, load, save


def test_without_anything_the_defaults_hold(tmp_path):
    assert load(tmp_path / "none.toml", {}) == Settings()


def test_flags_win_over_environment_over_file(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text('learner = "file"\nminutes = 5\nlanguage = "zh"\n')
    found = load(file, {"QUIZLAB_LEARNER": "env", "QUIZLAB_MINUTES": "7"}, {"learner": "flag"})
    assert (found.learner, found.minutes, found.language) == ("flag", 7, "zh")


def test_a_flag_that_was_not_given_changes_nothing(tmp_path):
    assert load(tmp_path / "x", {"QUIZLAB_LEARNER": "ann"}, {"learner": None}).learner == "ann"


def test_home_and_other_variables_are_no_settings(tmp_path):
    assert load(tmp_path / "x", {"QUIZLAB_HOME": "/x", "PATH": "/bin"}) == Settings()


def test_an_unknown_setting_is_named_with_the_known_ones(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text("minuets = 5\n")
    with pytest.raises(SettingsError, match=r"no setting 'minuets'; known are .*minutes"):
        load(file, {})


def test_a_file_that_is_not_toml_is_refused_by_name(tmp_path):
    file = tmp_path / "config.toml"
    file.write_text("minutes: 5")
    with pytest.raises(SettingsError, match=r"config\.toml: this is not TOML"):
        load(file, {})


@pytest.mark.parametrize(
    ("name", "value"), [("MINUTES", "many"), ("MINUTES", "-1"), ("LEARNER", ""), ("LEARNER", "a\n")]
)
def test_a_value_that_no_session_could_use_is_refused(tmp_path, name, value):
    with pytest.raises(SettingsError):
        load(tmp_path / "x", {f"QUIZLAB_{name}": value})


def test_saving_keeps_the_other_settings_of_the_file(tmp_path):
    file = tmp_path / "deep" / "config.toml"
    save(file, minutes=5)
    save(file, theme="quizlab-light", topics=["Convolution"])
    found = load(file, {})
    assert (found.minutes, found.theme, found.topics) == (5, "quizlab-light", ("Convolution",))


def test_saving_what_could_not_be_loaded_writes_nothing(tmp_path):
    file = tmp_path / "config.toml"
    save(file, minutes=5)
    with pytest.raises(SettingsError):
        save(file, minutes=-3)
    assert load(file, {}).minutes == 5


def test_new_cards_follow_the_minutes_unless_they_are_set():
    assert Settings(minutes=20).daily_new == 10
    assert Settings(minutes=1).daily_new == 2
    assert Settings(minutes=20, new_per_day=0).daily_new == 0
