import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startStack } from './launcher/start-stack.ts'

/** `npm run dev`: the same stack; the hub starts again and the pages reload when their code changes. */
await startStack({ root: dirname(dirname(resolve(fileURLToPath(import.meta.url)))), development: true })
