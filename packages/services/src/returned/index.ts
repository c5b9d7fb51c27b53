export { listReturned, type ReturnedStore } from './list-returned.ts'
