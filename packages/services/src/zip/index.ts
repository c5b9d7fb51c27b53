export { type FileToZip, writeZip } from './write-zip.ts'
