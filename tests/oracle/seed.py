"""The seed policy's twenty lines (DESIGN 3.4 and 3.6), by heart: not read from policies/."""


class Duty:
    def __init__(self, name, due, trigger=None, condition=None, resubmission=True,
                 not_before=None, met_by=None):
        self.name = name
        self.due = due                    # ("date", name) | ("field", name) | ("workdays", n) |
                                          # ("hours", n) | ("same_day",)
        self.trigger = trigger            # a record kind; None for a yearly duty
        self.condition = condition        # (field, wanted value) of the record, or "headcount"
        self.resubmission = resubmission
        self.not_before = not_before      # a named date
        self.met_by = met_by              # ("post", p) | ("record", kind, field) | ("measure", ...)


class Line:
    def __init__(self, indicator, points, duties, rules):
        self.indicator = indicator
        self.points = points * 1000
        self.duties = duties
        self.rules = rules                # ("record", kind, points) | ("missed", duties, points) |
                                          # ("missed", duties, "all") | ("row", duty, k)


LINES = [
    Line("1", 4, [
        Duty("sign", ("date", "agreement_due")),
        Duty("resign", ("workdays", 10), "head-change"),
        Duty("resign-paper", ("workdays", 10), "head-change"),
    ], [("missed", ["sign", "resign", "resign-paper"], "all")]),
    Line("2", 4, [
        Duty("lead", ("date", "posts_due"), met_by=("post", "security_lead")),
        Duty("contact", ("date", "posts_due"), met_by=("post", "contact")),
    ], [("missed", ["lead", "contact"], 2000)]),
    Line("3.1", 4, [
        Duty("implement", ("date", "responsibility_due")),
    ], [("missed", ["implement"], "all")]),
    Line("3.2", 4, [
        Duty("attend", ("same_day",), "meeting", condition=("uncounted", False),
             met_by=("record", "attendance", "meeting")),
    ], [("missed", ["attend"], 1000)]),
    Line("3.3", 3, [
        Duty("summary", ("date", "summary_due"), not_before="summary_from"),
    ], [("missed", ["summary"], "all")]),
    Line("4.1", 5, [
        Duty("apply", ("field", "apply_due"), "project"),
        Duty("assess", ("field", "assess_due"), "project"),
        Duty("argue", ("field", "argue_due"), "project"),
        Duty("build", ("field", "build_due"), "project"),
        Duty("accept", ("field", "accept_due"), "project"),
    ], [("missed", ["apply", "assess", "argue", "build", "accept"], 1000)]),
    Line("4.2", 5, [
        Duty("update", ("field", "due_on"), "data-update", resubmission=False),
    ], [("missed", ["update"], "all")]),
    Line("4.3", 5, [
        Duty("update", ("field", "due_on"), "asset-update", resubmission=False),
    ], [("missed", ["update"], "all")]),
    Line("5.1", 10, [
        Duty("fix", ("workdays", 3), "vulnerability", resubmission=False),
    ], [("record", "vulnerability", 2000), ("missed", ["fix"], 5000)]),
    Line("5.2", 10, [
        Duty("rectify", ("hours", 24), "notice", resubmission=False),
    ], [("record", "notice", 2000), ("missed", ["rectify"], 5000), ("row", "rectify", 2)]),
    Line("5.3", 5, [], [("record", "recurrence", 5000)]),
    Line("6.1", 5, [
        Duty("file", ("field", "due_on"), "drill"),
    ], [("missed", ["file"], "all")]),
    Line("6.2", 5, [
        Duty("report", ("hours", 24), "incident", condition=("major", True), resubmission=False),
        Duty("rectify", ("workdays", 3), "incident", condition=("major", True),
             resubmission=False),
    ], [("missed", ["report", "rectify"], "all")]),
    Line("7.1", 4, [
        Duty("file", ("field", "filing_due"), "system"),
    ], [("missed", ["file"], "all")]),
    Line("7.2", 3, [
        Duty("assess", ("field", "assessment_due"), "system"),
    ], [("missed", ["assess"], "all")]),
    Line("7.3", 3, [
        Duty("rectify", ("field", "rectify_due"), "system"),
        Duty("report", ("field", "rectify_report_due"), "system"),
    ], [("missed", ["rectify"], "all"), ("missed", ["report"], 1000)]),
    Line("8", 10, [
        Duty("submit", ("field", "due_on"), "inspection"),
    ], [("missed", ["submit"], "all")]),
    Line("9.1", 3, [
        Duty("hours", ("date", "training_due"), condition="headcount",
             met_by=("measure", "all", "headcount", 4)),
        Duty("proof", ("date", "training_due"), condition="headcount"),
    ], [("missed", ["hours", "proof"], "all")]),
    Line("9.2", 3, [
        Duty("hours", ("date", "training_due"), met_by=("measure", "admins", "info_admins", 8)),
        Duty("proof", ("date", "training_due")),
    ], [("missed", ["hours", "proof"], "all")]),
    Line("10", 5, [
        Duty("report", ("hours", 24), "incident", condition=("in_period", True),
             resubmission=False),
    ], [("missed", ["report"], "all")]),
]

NAMED_DATES = {  # month, day
    "agreement_due": (3, 31), "posts_due": (3, 31), "responsibility_due": (12, 15),
    "summary_from": (12, 1), "summary_due": (12, 15), "training_due": (12, 15),
    "supplement_until": (12, 20),
}

UNIT_KINDS = ["administrative", "teaching", "mass", "direct"]
POSTS = ["secretary", "head", "security_lead", "contact", "info_admin"]

# Every record kind with its date fields.
RECORD_KINDS = {
    "head-change": [], "meeting": [], "attendance": [],
    "project": ["apply_due", "assess_due", "argue_due", "build_due", "accept_due"],
    "data-update": ["due_on"], "asset-update": ["due_on"], "vulnerability": [], "notice": [],
    "recurrence": [], "drill": ["due_on"], "inspection": ["due_on"], "incident": [],
    "system": ["filing_due", "assessment_due", "rectify_due", "rectify_report_due"],
    "training": [], "accountability": [],
}
