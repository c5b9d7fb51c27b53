export { storedZip } from './stored-zip.ts'
export { type FileToZip, writeZip } from './write-zip.ts'
