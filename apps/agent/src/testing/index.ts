export { type DiskRecord, MemoryDisk } from './memory-disk.ts'
export { openMemoryOutbox } from './memory-outbox.ts'
