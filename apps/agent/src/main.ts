import { isDeepStrictEqual } from 'node:util'
import { checkInstall } from './commands/check-install.ts'
import { type Command, type CommandIo, UsageError, wordsOf } from './commands/command.ts'
import { configuration } from './commands/configuration.ts'
import { deliver } from './commands/deliver.ts'
import { doctor } from './commands/doctor.ts'
import { enrolCommand } from './commands/enrol.ts'
import { exportUnsent } from './commands/export-unsent.ts'
import { page } from './commands/page.ts'
import { ports } from './commands/ports.ts'
import { replay } from './commands/replay.ts'
import { run } from './commands/run.ts'
import { status } from './commands/status.ts'
import { supportBundle } from './commands/support-bundle.ts'
import { unsent } from './commands/unsent.ts'
import { STOP_ORDER, STOP_WHEN_IDLE_ORDER } from './service-news.ts'
import { readProgram } from './updates/read-program.ts'

const commands: Readonly<Record<string, Command>> = {
  run,
  enrol: enrolCommand,
  ports,
  doctor,
  configuration,
  replay,
  status,
  page,
  'support-bundle': supportBundle,
  unsent,
  'export-unsent': exportUnsent,
  deliver,
  'check-install': checkInstall,
}

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())

if (process.send !== undefined) {
  process.on('message', (order) => isDeepStrictEqual(order, STOP_ORDER) && stop.abort())
  // Without its launcher nobody would start it again, and a second one would find the record held.
  process.on('disconnect', () => stop.abort())
  process.channel?.unref()
}

const io: CommandIo = {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  random: Math.random,
  stop: stop.signal,
  ...(process.send !== undefined && {
    launcher: {
      tell: (news) => process.connected && process.send?.(news),
      onStopWhenIdle: (listener) =>
        process.on('message', (order) => isDeepStrictEqual(order, STOP_WHEN_IDLE_ORDER) && listener()),
      ...readProgram(process.env),
    },
  }),
}

const [name, ...args] = process.argv.slice(2)
const command = name === undefined ? undefined : commands[name]
if (command !== undefined && !args.includes('--help')) {
  process.exitCode = await perform(command)
} else if (command !== undefined) {
  io.out(`usage: agent ${command.usage}\n${command.summary}`)
} else {
  const asked = name === '--help' || name === 'help'
  if (name !== undefined && !asked) io.err(`agent: there is no verb "${name}".\n`)
  const say = asked ? io.out : io.err
  say(['usage: agent VERB …', '', ...Object.values(commands).map((each) => `  ${each.usage}\n      ${each.summary}`)].join('\n'))
  process.exitCode = asked ? 0 : 2
}

async function perform(chosen: Command): Promise<number> {
  try {
    return await chosen.run(args, io)
  } catch (error) {
    const wrongUsage = error instanceof UsageError
    const message = wordsOf(error)
    if (args.includes('--json') && !wrongUsage) io.out(JSON.stringify({ error: message }))
    else io.err(message)
    if (wrongUsage) io.err(`usage: agent ${chosen.usage}`)
    return wrongUsage ? 2 : 1
  }
}
