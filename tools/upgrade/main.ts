import { parseArgs } from 'node:util'
import { releaseAt, thisRelease } from '../chaos/release.ts'
import { checkOutRelease } from './check-out-release.ts'
import { previousRelease } from './previous-release.ts'
import { runUpgrade } from './run-upgrade.ts'

/** `npm run upgrade-test -- --from REF`: exit 1 when anything was lost, doubled or wrong, 2 on wrong usage. */
const usage = 'usage: npm run upgrade-test -- [--from COMMIT] [--agents N] [--payments N] [--seed S]'
const { values } = readArguments()
const [agents, payments, seed] = [Number(values.agents), Number(values.payments), Number(values.seed)]

if (![agents, payments, seed].every((each) => Number.isSafeInteger(each) && each > 0) || agents < 4) {
  console.error(usage)
  process.exitCode = 2
} else {
  await run()
}

async function run(): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const say = (line: string) => console.log(line)
  try {
    const ref = values.from ?? previousRelease()
    say(`from ${ref} to this checkout`)
    const from = releaseAt(checkOutRelease(ref, say))
    const result = await runUpgrade({ from, to: thisRelease, agents, payments, seed, say, stop: stop.signal })
    for (const { invariant, what } of result.violations.slice(0, 40)) say(`${invariant}: ${what}`)
    say(`${result.payments} payments, ${result.events} events: ${result.violations.length} violations`)
    if (result.violations.length === 0) return
    say(`everything is kept in ${result.folder}`)
  } catch (error) {
    console.error(stop.signal.aborted ? 'Stopped.' : error instanceof Error ? error.message : error)
  }
  process.exitCode = 1
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        from: { type: 'string' },
        agents: { type: 'string', default: '20' },
        payments: { type: 'string', default: '40' },
        seed: { type: 'string', default: '1' },
      },
    })
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`)
    process.exit(2)
  }
}
