export type { SheetCell } from './sheet-cell.ts'
export { writeXlsx } from './write-xlsx.ts'
