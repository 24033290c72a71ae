"""Reports name each case by its sentence, in Chinese, unescaped."""

from case_file import Case


def pytest_make_parametrize_id(val):
    return val.title if isinstance(val, Case) else None
