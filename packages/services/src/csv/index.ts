export { type CsvRow, plainCell, readCsv } from './read-csv.ts'
export { type CsvCell, csvHead, csvRows, writeCsv } from './write-csv.ts'
