export { type CsvCell, csvHead, csvRows, writeCsv } from './write-csv.ts'
