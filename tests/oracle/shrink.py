"""Makes a facts file smaller while it still shows what it shows."""

import copy

from facts import dumps

TRIALS_MAX = 4000


def without_item(facts, name, i):
    """The facts without one item and without what names it."""
    result = copy.deepcopy(facts)
    item = result[name].pop(i)
    if name == "submissions":
        result["reviews"] = [r for r in result.get("reviews", [])
                             if r["submission"] != item.get("id")]
    if name == "records":
        def names_it(other):
            return (other.get("record") == item["id"]
                    or str(other.get("obligation", "")).endswith(f"/{item['id']}")
                    or item["id"] in (other.get("fields", {}).get("meeting"),
                                      other.get("fields", {}).get("of")))
        drop(result, names_it)
    if name == "units":
        for record in result.get("records", []):
            if item["code"] in record.get("units", []):
                record["units"].remove(item["code"])
        drop(result, lambda other: other.get("unit") == item["code"] or other.get("units") == [])
    return result


def drop(facts, unwanted):
    for name in facts:
        if name not in ("cycle", "units", "reviews"):
            facts[name] = [item for item in facts[name] if not unwanted(item)]
    known = {submission["id"] for submission in facts.get("submissions", [])}
    facts["reviews"] = [r for r in facts.get("reviews", []) if r["submission"] in known]


def without_member(facts, path, member):
    result = copy.deepcopy(facts)
    inner = result
    for step in path:
        inner = inner[step]
    del inner[member]
    return result


def smaller(facts):
    """Functions that make the facts smaller by one step."""
    for name in ("units", "records", "submissions", "reviews", "posts", "waivers", "extensions",
                 "disputes"):
        for i in reversed(range(len(facts.get(name, [])))):
            yield lambda f, name=name, i=i: without_item(f, name, i)
    for member in facts["cycle"].get("dates", {}):
        yield lambda f, member=member: without_member(f, ["cycle", "dates"], member)
    for i, unit in enumerate(facts["units"]):
        for member in ("from", "to"):
            if member in unit:
                yield lambda f, i=i, member=member: without_member(f, ["units", i], member)
    for i, record in enumerate(facts.get("records", [])):
        for member in record.get("fields", {}):
            yield lambda f, i=i, member=member: without_member(f, ["records", i, "fields"], member)


def shrink(facts, as_of, still_differs):
    """Drops what can be dropped while the difference remains."""
    for instant in list(as_of):
        fewer = [other for other in as_of if other != instant]
        if fewer and still_differs(facts, fewer):
            as_of = fewer
    trials = 0
    progress = True
    while progress:
        progress = False
        for step in smaller(facts):
            trials += 1
            if trials > TRIALS_MAX:
                return facts, as_of
            try:
                candidate = step(facts)
                differs = still_differs(candidate, as_of)
            except (KeyError, IndexError, TypeError):
                continue  # an earlier step has taken the item away, or it is too wrong to judge
            if differs:
                facts = candidate
                progress = True
    return facts, as_of


def printed(facts):
    """Facts with one item a line."""
    lines = []
    for name, value in facts.items():
        if isinstance(value, list):
            if value:
                items = ",\n    ".join(dumps(item) for item in value)
                lines.append(f'  "{name}": [\n    {items} ]')
        else:
            lines.append(f'  "{name}": {dumps(value)}')
    return "{\n" + ",\n".join(lines) + "\n}"
