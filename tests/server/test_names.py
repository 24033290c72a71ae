"""What a person called a file, from the upload to the disk on which somebody unpacks it."""

import io
import time
import urllib.parse
import zipfile

from school import ROOT, YEAR, Server, somebody_of

PDF = (ROOT / "tests/server/small.pdf").read_bytes()
TEXT = "各单位：请按通知要求报送年度总结材料。\n".encode()


def put(visitor, name, raw):
    return visitor.put(f"/api/v1/evidence?name={urllib.parse.quote(name)}", raw=raw)


def hand_in(visitor, files):
    """For the first task of 信息工程学院 that still takes files."""
    rows = visitor.get(f"/api/v1/cycles/{YEAR}/units/xxgc/obligations").json["obligations"]
    for row in rows:
        answer = visitor.post(f"/api/v1/cycles/{YEAR}/units/xxgc/submissions",
                              {"obligations": [row["key"]], "files": files, "note": ""})
        if answer.status < 300 or any("/files" in field["pointer"] for field in answer.json.get("fields", [])):
            return answer
    raise AssertionError("no task takes files")


def packed_names(office):
    begun = office.post(f"/api/v1/cycles/{YEAR}/units/xxgc/inspection", {}).json
    for _ in range(600):
        listed = office.get(f"/api/v1/cycles/{YEAR}/inspections").json["inspections"]
        one = next(row for row in listed if row["id"] == begun["id"])
        if one["state"] in ("ready", "failed"):
            break
        time.sleep(0.05)
    whole = office.get(f"/api/v1/inspections/{one['id']}/file")
    return [name.rsplit("/", 1)[-1] for name in zipfile.ZipFile(io.BytesIO(whole.bytes)).namelist()]


def saved_as(answer):
    return urllib.parse.unquote(answer.headers["content-disposition"].split("filename*=UTF-8''")[1])


def test_a_text_named_to_run_is_refused_at_its_upload_and_when_handed_in(copy, school):
    with Server(copy) as running:
        unit = somebody_of("xxgc", running, school)
        for ending in ("bat", "ps1", "vbs", "hta", "js", "cmd", "scr", "lnk", "url", "desktop", "html"):
            refused = put(unit, f"通知.{ending}", TEXT)
            assert refused.status == 422 and f".{ending} 结尾" in refused.json["message"], refused.text
        digest = put(unit, "通知.txt", TEXT).json["digest"]
        for name in ("通知.hta", "通知.html", "通知.ps1\u200b", "通知.desktop "):
            refused = hand_in(unit, [{"digest": digest, "name": name}])
            assert refused.status == 422 and "结尾" in refused.text, (name, refused.text)


def test_a_name_is_cleaned_once_and_is_the_same_in_download_and_zip(copy, school):
    with Server(copy) as running:
        unit, office = somebody_of("xxgc", running, school), running.log_in("wab1", school.password)
        given = put(unit, "总\u202efdp.结\u200b.exe.pdf", PDF).json
        assert given["name"] == "总fdp.结.exe.pdf"
        handed = hand_in(unit, [{"digest": given["digest"], "name": "a/b\u2066\u00ad:CON. .jpg"}])
        assert handed.status < 300, handed.text
        down = office.get(f"/api/v1/evidence/{given['digest']}")
        assert down.bytes == PDF and saved_as(down) == "a_b_CON. .pdf"
        for asked in ("通知.exe", "通知.pdf"):
            told = office.get(f"/api/v1/evidence/{given['digest']}?name={urllib.parse.quote(asked)}")
            assert told.status == 422 or saved_as(told) == "a_b_CON. .pdf", "names are the ledger's"
        assert "a_b_CON. .pdf" in packed_names(office)
        stranger = put(unit, "", PDF + b"%\n").json
        assert saved_as(unit.get(f"/api/v1/evidence/{stranger['digest']}")) == stranger["digest"][:12] + ".pdf"
