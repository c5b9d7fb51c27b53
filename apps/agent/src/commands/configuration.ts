import { terminalProtocols } from '@counterfoil/terminals'
import { configPath, readConfig } from '../config.ts'
import { configurationLines, readEffective } from '../configuration/describe-configuration.ts'
import { readIdentity } from '../link/identity.ts'
import { isOutboxInUse } from '../outbox/open-database.ts'
import { type Command, printJson, readOptions, UsageError } from './command.ts'
import { outboxPath } from './run.ts'

export const configuration: Command = {
  usage: 'configuration show|return [--config FILE] [--json]',
  summary: 'What the hub has set on this machine; `return` goes back to what was in force before.',
  async run(args, io) {
    const { values, positionals } = readOptions(args, {}, 'any')
    const [what, ...more] = positionals
    if ((what !== 'show' && what !== 'return') || more.length > 0) throw new UsageError('Say show or return.')
    const config = readConfig(configPath(values.config), terminalProtocols)
    const { shown, file } = readEffective(config, readIdentity(config.dataDir))
    if (what === 'show') {
      if (values.json) printJson(io, shown)
      else for (const line of configurationLines(shown)) io.out(line)
      return 0
    }
    const number = shown.onTrial?.number ?? shown.inForce?.number
    if (number === undefined) {
      if (values.json) printJson(io, { wanted: null })
      else io.err('Nothing to return from: this machine’s own file alone counts.')
      return 1
    }
    file.wantReturn(number)
    const running = isOutboxInUse(outboxPath(config.dataDir))
    if (values.json) printJson(io, { wanted: number, running })
    else
      io.out(
        running
          ? `The running agent goes back from configuration ${number} within a few seconds, and tells the hub.`
          : `The agent goes back from configuration ${number} within a few seconds of its next start, and tells the hub.`,
      )
    return 0
  },
}
