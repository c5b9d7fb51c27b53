import { randomBytes } from 'node:crypto'
import { UsageError, wordsOf } from './cli-error.ts'
import { createProcessIo } from './process-io.ts'
import type { Verb } from './verb.ts'

/** Each comes when it is called: together they are 1,500 modules, and a second of every call. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  'access-review': async () => (await import('./verbs/access-review.ts')).accessReview,
  agent: async () => (await import('./verbs/agent.ts')).agent,
  audit: async () => (await import('./verbs/audit.ts')).audit,
  backup: async () => (await import('./verbs/backup.ts')).backup,
  'break-glass': async () => (await import('./verbs/break-glass.ts')).breakGlass,
  'card-alarm': async () => (await import('./verbs/card-alarm.ts')).cardAlarm,
  decode: async () => (await import('./verbs/decode.ts')).decode,
  doctor: async () => (await import('./verbs/doctor.ts')).doctor,
  events: async () => (await import('./verbs/events.ts')).events,
  export: async () => (await import('./verbs/export.ts')).exportVerb,
  funds: async () => (await import('./verbs/funds.ts')).funds,
  import: async () => (await import('./verbs/import.ts')).importVerb,
  incidents: async () => (await import('./verbs/incidents.ts')).incidents,
  inspect: async () => (await import('./verbs/inspect.ts')).inspect,
  'join-code': async () => (await import('./verbs/join-code.ts')).joinCode,
  keys: async () => (await import('./verbs/keys.ts')).keys,
  person: async () => (await import('./verbs/person.ts')).person,
  rates: async () => (await import('./verbs/rates.ts')).rates,
  rebuild: async () => (await import('./verbs/rebuild.ts')).rebuild,
  restore: async () => (await import('./verbs/restore.ts')).restore,
  retention: async () => (await import('./verbs/retention.ts')).retention,
  'setup-link': async () => (await import('./verbs/setup-link.ts')).setupLink,
  simulate: async () => (await import('./verbs/simulate.ts')).simulate,
  store: async () => (await import('./verbs/store.ts')).store,
  stream: async () => (await import('./verbs/stream.ts')).stream,
  verify: async () => (await import('./verbs/verify.ts')).createVerify(rebuildRecord),
}

const io = createProcessIo({ nowSeconds: () => Math.floor(Date.now() / 1000), randomBytes })

const [name, ...args] = process.argv.slice(2)
const load = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined
const verb = await load?.()
if (name === undefined || name === '--help' || name === 'help' || verb === undefined) {
  const all = await Promise.all(Object.values(verbs).map((each) => each()))
  const lines = ['usage: counterfoil VERB …', '', ...all.map((each) => `  ${each.usage}\n      ${each.summary}`)]
  const wrong = name !== undefined && name !== '--help' && name !== 'help'
  if (wrong) io.err(`counterfoil: there is no verb "${name}".\n`)
  for (const line of lines) (wrong ? io.err : io.out)(line)
  process.exitCode = wrong ? 2 : 0
} else if (args.includes('--help')) {
  io.out(`usage: counterfoil ${verb.usage}\n${verb.summary}`)
} else {
  process.exitCode = await runVerb(verb)
}

async function runVerb(chosen: Verb): Promise<number> {
  try {
    return await chosen.run(args, io)
  } catch (error) {
    const usage =
      error instanceof UsageError ||
      (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    io.err(`counterfoil ${name}: ${wordsOf(error)}`)
    if (usage) io.err(`usage: counterfoil ${chosen.usage}`)
    return usage ? 2 : 1
  }
}

async function rebuildRecord(...given: Parameters<Verb['run']>): Promise<number> {
  const { rebuildRecord: rebuild } = await import('./verbs/verify/rebuild.ts')
  return rebuild(...given)
}
