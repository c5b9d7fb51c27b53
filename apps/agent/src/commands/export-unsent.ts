import { writeFileSync } from 'node:fs'
import { terminalProtocols } from '@counterfoil/terminals'
import { configPath, readConfig } from '../config.ts'
import { makeSealCode } from '../export/seal.ts'
import { writeExport } from '../export/write-export.ts'
import { readIdentity } from '../link/identity.ts'
import { holdOutbox } from '../outbox/open-database.ts'
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
      const code = makeSealCode()
      const { file, events } = writeExport(outboxPath(dataDir), identity, code)
      writeFileSync(values.to, file, { mode: 0o600, flag: 'wx', flush: true })
      const codeFile = values['code-file']
      if (codeFile !== undefined) writeFileSync(codeFile, `${code}\n`, { mode: 0o600, flag: 'wx', flush: true })
      if (values.json) printJson(io, { file: values.to, events, ...(codeFile === undefined ? { code } : { codeFile }) })
      else {
        io.out(
          `${events} events are in ${values.to}. It holds this agent’s key: treat it as a secret, and destroy it once delivered.`,
        )
        io.out(codeFile === undefined ? `It opens with the code ${code}` : `The code that opens it is in ${codeFile}.`)
        io.out('Deliver it on another machine, and do not start this agent again: deliver FILE')
      }
      return 0
    } finally {
      held.release()
    }
  },
}
