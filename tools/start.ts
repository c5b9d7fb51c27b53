import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startStack } from './launcher/start-stack.ts'

/** `npm start`: the whole product on this machine. */
await startStack({ root: dirname(dirname(resolve(fileURLToPath(import.meta.url)))), development: false })
