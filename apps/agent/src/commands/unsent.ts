import { existsSync } from 'node:fs'
import { systemClock, terminalProtocols } from '@counterfoil/terminals'
import { configPath, readConfig } from '../config.ts'
import { openOutboxForReading } from '../outbox/open-outbox.ts'
import { spanText } from '../span-text.ts'
import { type Command, printJson, readOptions } from './command.ts'
import { outboxPath } from './run.ts'

export const unsent: Command = {
  usage: 'unsent [--count] [--config FILE] [--json]',
  summary: 'How many recorded events the hub has not got yet.',
  async run(args, io) {
    const { values } = readOptions(args, { count: { type: 'boolean' } })
    const path = outboxPath(readConfig(configPath(values.config), terminalProtocols).dataDir)
    const waiting = readWaiting(path)
    if (values.json) printJson(io, waiting)
    else if (values.count) io.out(String(waiting.events))
    else if (waiting.events === 0) io.out('The hub has every recorded event.')
    else io.out(`${waiting.events} events wait for the hub, the oldest for ${spanText(waiting.oldestMs)}.`)
    return 0
  },
}

function readWaiting(path: string) {
  if (!existsSync(path)) return { events: 0, oldestMs: 0, ofEarlierEpochs: 0 }
  const outbox = openOutboxForReading(path)
  try {
    return outbox.waiting(systemClock.nowMs())
  } finally {
    outbox.close()
  }
}
