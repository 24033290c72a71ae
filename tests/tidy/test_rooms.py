"""Every folder says in a README of at most 15 lines what it is for and where to start reading."""

import tree

LINES_MAX = 15
HEADINGS = ["目的 Purpose", "可用 May use", "不可 May not", "从哪里读起 Start reading"]


def folders():
    """(folder, whether it is a room) of each folder that must have a README."""
    rooms = [path for path in tree.ROOT.glob("src/*") if path.is_dir()]
    others = [path for path in tree.ROOT.glob("tests/*") if path.is_dir() and path.name[0] not in "._"]
    top = {path.split("/")[0] for path in tree.kept_files() if "/" in path}
    others += [tree.ROOT / name for name in top - {"src", "tests"} if name[0] != "."]
    return [(str(path.relative_to(tree.ROOT)), path in rooms) for path in sorted(rooms + others)]


def find(folder, text, is_room):
    """text: the README's, or None where there is none."""
    path = f"{folder}/README.md"
    if text is None:
        yield tree.finding(path, 1, "there is none", "say what the folder is for (CONTRIBUTING.md)")
        return
    lines = text.splitlines()
    if len(lines) > LINES_MAX:
        yield tree.finding(path, LINES_MAX + 1, f"{len(lines)} lines", f"at most {LINES_MAX}")
    if not text.startswith("# "):
        yield tree.finding(path, 1, "no title", f"begin with `# {folder}`")
    for heading in HEADINGS if is_room else []:
        if f"**{heading}**" not in text:
            yield tree.finding(path, 1, f"**{heading}** is missing", "say it in one line")


def test_every_folder_explains_itself():
    findings = []
    for folder, is_room in folders():
        path = tree.ROOT / folder / "README.md"
        text = path.read_text(encoding="utf-8") if path.is_file() else None
        findings += find(folder, text, is_room)
    tree.expect_none(findings)
