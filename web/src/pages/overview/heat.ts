import type { Overview } from "@/api/sheets";

export type UnitRow = Overview["units"][number];
export type Cell = UnitRow["cells"][number];
export type IndicatorHead = Overview["indicators"][number];
export type Sort = "total" | "risk" | "missed" | "name";
export const sorts: Sort[] = ["total", "risk", "missed", "name"];

/** How dark a cell is: 0 nothing lost … 4 everything. */
export function depthOf(cell: Cell, points: number): number {
  if (cell.lost <= 0 || points <= 0) return 0;
  if (cell.lost >= points) return 4;
  return Math.min(3, Math.floor((cell.lost / points) * 4) + 1);
}

export const missedOf = (row: UnitRow) => row.cells.reduce((sum, cell) => sum + cell.missed, 0);

export function inOrder(rows: UnitRow[], sort: Sort): UnitRow[] {
  const byName = (a: UnitRow, b: UnitRow) => a.unit_name.localeCompare(b.unit_name, "zh-CN");
  const orders: Record<Sort, (a: UnitRow, b: UnitRow) => number> = {
    total: (a, b) => a.total - b.total || b.at_risk - a.at_risk,
    risk: (a, b) => b.at_risk - a.at_risk || a.total - b.total,
    missed: (a, b) => missedOf(b) - missedOf(a) || a.total - b.total,
    name: byName,
  };
  return [...rows].sort((a, b) => orders[sort](a, b) || byName(a, b));
}

export const cellAddress = (unit: string, indicator: string) =>
  `/sheet/${encodeURIComponent(unit)}?line=${encodeURIComponent(indicator)}`;
