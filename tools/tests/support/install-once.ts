import { updateOnce } from './update-once.ts'

/** A process that does one update and ends; how it went it says on standard output. */
console.log(await updateOnce(JSON.parse(process.argv[2] ?? '{}')))
