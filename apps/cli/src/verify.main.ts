import { randomBytes } from 'node:crypto'
import { createProcessIo } from './process-io.ts'
import { verify } from './verbs/verify.ts'

/** The verifier on its own: `tools/build-verifier.ts` makes one file of it that needs nothing but Node. */
const io = createProcessIo({ nowSeconds: () => Math.floor(Date.now() / 1000), randomBytes })
const args = process.argv.slice(2)
if (args.length === 0 || args.includes('--help')) {
  io.out(`usage: node counterfoil-verify.mjs …, where "verify" is left out:\n       ${verify.usage}\n\n${verify.summary}`)
  process.exitCode = args.length === 0 ? 7 : 0
} else process.exitCode = await verify.run(args, io)
