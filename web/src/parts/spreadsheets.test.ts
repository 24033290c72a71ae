import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readSpreadsheet } from "./spreadsheets";

const head = '<?xml version="1.0" encoding="UTF-8"?>';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const text = (at: string, words: string) => `<c r="${at}" t="inlineStr"><is><t>${words}</t></is></c>`;

/** A file as Excel and WPS write it, of one or two sheets' markup. */
function file(sheets: { name: string; state?: string; xml: string }[], workbookPr = ""): File {
  const refs = sheets.map(({ name, state }, at) => `<sheet name="${name}" sheetId="${at + 1}" ${state ? `state="${state}"` : ""} r:id="rId${at + 1}"/>`);
  const parts: Record<string, string> = {
    "[Content_Types].xml": `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "xl/workbook.xml": `${head}<workbook ${main} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">${workbookPr}<sheets>${refs.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheets
      .map((_, at) => `<Relationship Id="rId${at + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`)
      .join("")}<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
    "xl/styles.xml": `${head}<styleSheet ${main}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
  sheets.forEach(({ xml }, at) => (parts[`xl/worksheets/sheet${at + 1}.xml`] = `${head}<worksheet ${main}>${xml}</worksheet>`));
  const bytes = zipSync(Object.fromEntries(Object.entries(parts).map(([path, xml]) => [path, strToU8(xml)])));
  return { size: bytes.length, arrayBuffer: async () => bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) } as unknown as File;
}

describe("an XLSX file", () => {
  it("tells what is hidden, merged, without a value or wrong", async () => {
    const [units, posts] = await readSpreadsheet(file([
      { name: "单位", xml: `<cols><col min="2" max="3" width="9" hidden="1"/></cols><sheetData><row r="1">${text("A1", "代码")}</row><row r="2" hidden="1">${text("A2", "xxgc")}</row>
        <row r="3"><c r="A3"><f>B3</f></c><c r="B3" t="str"><f>""</f><v></v></c><c r="C3"><f>1+1</f><v></v></c></row>
        <row r="4" ht="0" customHeight="1">${text("A4", "jd")}</row><row r="5"><c r="A5" t="e"><f>VLOOKUP(1,2,3)</f><v>#N/A</v></c></row></sheetData>
        <mergeCells count="1"><mergeCell ref="A6:A8"/></mergeCells>` },
      { name: "岗位 &amp; 人", state: "hidden", xml: `<sheetData><row r="1">${text("A1", "岗位")}</row></sheetData>` },
    ]));
    expect([...units!.marks!.hiddenRows]).toEqual([2, 4]);
    expect([...units!.marks!.hiddenColumns]).toEqual([1, 2]);
    expect(units!.marks!.unreckoned).toEqual([{ row: 3, column: 0 }, { row: 3, column: 2 }]);
    expect(units!.marks!.errors).toEqual([{ row: 5, column: 0, error: "#N/A" }]);
    expect(units!.marks!.merges).toEqual([{ from: { row: 6, column: 0 }, to: { row: 8, column: 0 } }]);
    expect(units!.marks!.hidden).toBe(false);
    expect(posts).toMatchObject({ name: "岗位 & 人", marks: { hidden: true } });
  });
  it.each([["", 46_086], ['<workbookPr date1904="1"/>', 44_624], ['<workbookPr date1904="true"/>', 44_624]])(
    "never loses a day, whatever its days are counted from: %s", async (workbookPr, serial) => {
      const xml = `<sheetData><row r="1"><c r="A1" s="1"><v>${serial}</v></c><c r="B1" s="1"><v>${serial + 0.99}</v></c></row></sheetData>`;
      const [sheet] = await readSpreadsheet(file([{ name: "单位", xml }], workbookPr));
      expect(sheet!.rows[0]!.map((cell) => (cell as Date).toISOString().slice(0, 10))).toEqual(["2026-03-05", "2026-03-05"]);
      expect(sheet!.from1904).toBe(workbookPr !== "");
    });
});
