import { systemClock, terminalProtocols } from '@counterfoil/terminals'
import { configPath, readConfig } from '../config.ts'
import { readWaiting } from '../outbox/read-waiting.ts'
import { spanText } from '../span-text.ts'
import { type Command, printJson, readOptions } from './command.ts'
import { outboxPath } from './run.ts'

export const unsent: Command = {
  usage: 'unsent [--count] [--config FILE] [--json]',
  summary: 'How many recorded events the hub has not got yet.',
  async run(args, io) {
    const { values } = readOptions(args, { count: { type: 'boolean' } })
    const path = outboxPath(readConfig(configPath(values.config), terminalProtocols).dataDir)
    const waiting = readWaiting(path, systemClock.nowMs())
    const { events, oldestMs, ofEarlierEpochs } = waiting
    if (values.json) printJson(io, waiting)
    else if (values.count) io.out(String(events + ofEarlierEpochs))
    else if (events + ofEarlierEpochs === 0) io.out('The hub has every recorded event.')
    else {
      if (events > 0) io.out(`${events} events wait for the hub, the oldest for ${spanText(oldestMs)}.`)
      if (ofEarlierEpochs > 0) io.out(`${ofEarlierEpochs} events of an earlier enrolment wait for the hub.`)
    }
    return 0
  },
}
