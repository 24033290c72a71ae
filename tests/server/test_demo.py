"""The year that newcomers look at."""

from school import Place


def test_nothing_of_a_whole_demo_year_is_refused(tmp_path):
    """Every act of the script goes through the services; what they refuse stands in its errors."""
    played = Place(tmp_path / "data").run("demo", "--until", "2026-12-31")
    assert played.stderr == ""
    assert "演练完成" in played.stdout
