"""The school that most tests look at (read-mostly) and copies for those that break things."""

import os
import shutil
import subprocess
import sys
import pathlib
import uuid

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from school import Place, Rehearsed, Server  # noqa: E402

POSTGRES = os.environ.get("SHOUZE_TEST_POSTGRES")
BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.skipif(
    not POSTGRES, reason="SHOUZE_TEST_POSTGRES is not set: run scripts/test"))]


def new_database():
    """A database of its own in the throw-away cluster."""
    name = "t" + uuid.uuid4().hex
    subprocess.run(["psql", "-q", "-d", POSTGRES, "-c", f"CREATE DATABASE {name}"], check=True)
    return POSTGRES.replace("/postgres?", f"/{name}?", 1)


def drop_database(url):
    name = url.split("@/")[1].split("?")[0]
    subprocess.run(["psql", "-q", "-d", POSTGRES, "-c", f"DROP DATABASE {name} WITH (FORCE)"],
                   check=False, capture_output=True)


@pytest.fixture(scope="session", params=BOTH)
def school(request, tmp_path_factory):
    """A rehearsed school on each database."""
    database = new_database() if request.param == "postgres" else None
    yield Rehearsed(tmp_path_factory.mktemp("school"), database)
    if database:
        drop_database(database)


@pytest.fixture(scope="session")
def server(school):
    with Server(school) as running:
        yield running


@pytest.fixture
def copy(school, tmp_path):
    """The rehearsed school once more, to be broken."""
    shutil.copytree(school.folder, tmp_path / "copy")
    if not school.database:
        yield Place(tmp_path / "copy")
        return
    source = school.database.split("@/")[1].split("?")[0]
    name = "t" + uuid.uuid4().hex
    dump = subprocess.run(["pg_dump", "-d", school.database], capture_output=True, check=True)
    subprocess.run(["psql", "-q", "-d", POSTGRES, "-c", f"CREATE DATABASE {name}"], check=True)
    url = school.database.replace(source, name, 1)
    subprocess.run(["psql", "-q", "-d", url], input=dump.stdout, check=True, capture_output=True)
    yield Place(tmp_path / "copy", url)
    drop_database(url)
