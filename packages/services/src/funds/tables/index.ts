export { type ExportedTable, ExportTableInput, exportTable, type TableName, tablePermission } from './export-table.ts'
