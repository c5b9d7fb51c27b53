import { randomBytes } from 'node:crypto'
import { UsageError, wordsOf } from './cli-error.ts'
import { createProcessIo } from './process-io.ts'
import type { Verb } from './verb.ts'
import { accessReview } from './verbs/access-review.ts'
import { agent } from './verbs/agent.ts'
import { audit } from './verbs/audit.ts'
import { backup } from './verbs/backup.ts'
import { breakGlass } from './verbs/break-glass.ts'
import { cardAlarm } from './verbs/card-alarm.ts'
import { decode } from './verbs/decode.ts'
import { doctor } from './verbs/doctor.ts'
import { events } from './verbs/events.ts'
import { exportVerb } from './verbs/export.ts'
import { funds } from './verbs/funds.ts'
import { importVerb } from './verbs/import.ts'
import { incidents } from './verbs/incidents.ts'
import { inspect } from './verbs/inspect.ts'
import { joinCode } from './verbs/join-code.ts'
import { keys } from './verbs/keys.ts'
import { person } from './verbs/person.ts'
import { rates } from './verbs/rates.ts'
import { rebuild } from './verbs/rebuild.ts'
import { restore } from './verbs/restore.ts'
import { retention } from './verbs/retention.ts'
import { setupLink } from './verbs/setup-link.ts'
import { simulate } from './verbs/simulate.ts'
import { store } from './verbs/store.ts'
import { stream } from './verbs/stream.ts'
import { rebuildRecord } from './verbs/verify/rebuild.ts'
import { createVerify } from './verbs/verify.ts'

const verbs: Readonly<Record<string, Verb>> = {
  'access-review': accessReview,
  agent,
  audit,
  backup,
  'break-glass': breakGlass,
  'card-alarm': cardAlarm,
  decode,
  doctor,
  events,
  export: exportVerb,
  funds,
  import: importVerb,
  incidents,
  inspect,
  'join-code': joinCode,
  keys,
  person,
  rates,
  rebuild,
  restore,
  retention,
  'setup-link': setupLink,
  simulate,
  store,
  stream,
  verify: createVerify(rebuildRecord),
}

const io = createProcessIo({ nowSeconds: () => Math.floor(Date.now() / 1000), randomBytes })

const [name, ...args] = process.argv.slice(2)
const verb = name === undefined ? undefined : verbs[name]
if (name === undefined || name === '--help' || name === 'help' || verb === undefined) {
  const lines = ['usage: counterfoil VERB …', '', ...Object.values(verbs).map((each) => `  ${each.usage}\n      ${each.summary}`)]
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
