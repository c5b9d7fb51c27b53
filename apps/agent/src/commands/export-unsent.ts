import { systemClock, terminalProtocols } from '@counterfoil/terminals'
import { configPath, readConfig } from '../config.ts'
import { makeSealCode } from '../export/seal.ts'
import { writeExport } from '../export/write-export.ts'
import { refuseExisting, writePair } from '../export/write-pair.ts'
import { readEarlierIdentities, withNextKey } from '../link/earlier-identities.ts'
import { readIdentity } from '../link/identity.ts'
import { holdOutbox } from '../outbox/open-database.ts'
import { readWaiting } from '../outbox/read-waiting.ts'
import { type Command, printJson, readOptions, UsageError } from './command.ts'
import { outboxPath } from './run.ts'

export const exportUnsent: Command = {
  usage: 'export-unsent --to FILE [--code-file FILE] [--config FILE] [--json]',
  summary: 'Writes what the hub has not got, sealed with a code, for another machine to deliver. The agent must be stopped.',
  async run(args, io) {
    const { values } = readOptions(args, { to: { type: 'string' }, 'code-file': { type: 'string' } })
    if (values.to === undefined) throw new UsageError('--to is missing: give the file to write.')
    const { dataDir } = readConfig(configPath(values.config), terminalProtocols)
    const identity = readIdentity(dataDir)
    if (identity === undefined) throw new Error('This agent was never enrolled: there is nothing to export.')
    const held = holdOutbox(outboxPath(dataDir))
    if (held === undefined)
      throw new Error('The agent is running: stop it first. Two that deliver one record are taken for copies.')
    try {
      const codeFile = values['code-file']
      refuseExisting(values.to, codeFile)
      const path = outboxPath(dataDir)
      const code = makeSealCode()
      const identities = [...readEarlierIdentities(dataDir, io.err), withNextKey(dataDir, identity)]
      const { file, events } = writeExport(path, identities, code)
      writePair(values.to, file, codeFile, code)
      const waiting = readWaiting(path, systemClock.nowMs())
      const withoutKey = waiting.events + waiting.ofEarlierEpochs - events
      if (values.json)
        printJson(io, { file: values.to, events, withoutKey, ...(codeFile === undefined ? { code } : { codeFile }) })
      else {
        io.out(
          `${events} events are in ${values.to}. It holds this agent’s key: treat it as a secret, and destroy it once delivered.`,
        )
        io.out(codeFile === undefined ? `It opens with the code ${code}` : `The code that opens it is in ${codeFile}.`)
        if (withoutKey > 0)
          io.out(
            `${withoutKey} more events of an earlier enrolment stay in ${path}: its key was not kept, and without it nobody can deliver them. Keep that file.`,
          )
        io.out('Deliver it on another machine, and do not start this agent again: deliver FILE')
      }
      return 0
    } finally {
      held.release()
    }
  },
}
