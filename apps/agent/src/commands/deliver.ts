import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock, terminalProtocols } from '@counterfoil/terminals'
import { configPath, machineProxy, readConfig } from '../config.ts'
import { createLog } from '../create-log.ts'
import { deliverOutbox } from '../export/deliver-outbox.ts'
import { openExport } from '../export/open-export.ts'
import { connectPath } from '../link/connect-path.ts'
import { createHubPaths } from '../link/hub-paths.ts'
import { createHubTransport } from '../link/hub-transport.ts'
import { enrolledAddresses, openIdentityKeys } from '../link/identity.ts'
import { createIdSource } from '../new-id.ts'
import { openOutbox } from '../outbox/open-outbox.ts'
import { type Command, printJson, readOptions, UsageError } from './command.ts'
import { outboxPath } from './run.ts'

const LIMIT_MS = 600_000

export const deliver: Command = {
  usage: 'deliver FILE (--code CODE | --code-file FILE) [--hub URL …] [--config FILE] [--json]',
  summary: 'Delivers to the hub what export-unsent wrote on another machine, in that machine’s name.',
  async run(args, io) {
    const options = {
      code: { type: 'string' },
      'code-file': { type: 'string' },
      hub: { type: 'string', multiple: true },
    } as const
    const { values, positionals } = readOptions(args, options, 'any')
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw new UsageError('Give the one FILE that export-unsent wrote.')
    const codeFile = values['code-file']
    const code = values.code ?? (codeFile === undefined ? undefined : readFileSync(codeFile, 'utf8').trim())
    if (code === undefined) throw new UsageError('--code is missing: give the code export-unsent told, or its file.')
    const path = configPath(values.config)
    const config = values.config !== undefined || existsSync(path) ? readConfig(path, terminalProtocols) : undefined
    const proxy = machineProxy()
    const transport = createHubTransport(config?.hubTransport ?? (proxy && { proxy }))
    const log = createLog('warn', process.stderr.isTTY === true, io.err)
    const folder = mkdtempSync(join(tmpdir(), 'counterfoil-deliver-'))
    try {
      const identity = openExport(readFileSync(file), code, folder)
      const outbox = openOutbox({ path: outboxPath(folder), epoch: identity.epoch })
      try {
        const had = outbox.lastSeq() - outbox.deliveredSeq()
        const addresses = values.hub ?? config?.hubUrls ?? enrolledAddresses(identity)
        const { left, hub } = await deliverOutbox({
          identity,
          keys: openIdentityKeys(folder, identity),
          outbox,
          connectHub: createHubPaths({
            addresses,
            hubId: identity.hubId,
            clock: systemClock,
            connectPath: (way) => connectPath(way, systemClock, transport),
            log,
            onChange() {},
          }).connectHub,
          clock: systemClock,
          random: io.random,
          boot: createIdSource(systemClock.nowMs, randomBytes)(),
          log,
          stop: io.stop,
          limitMs: LIMIT_MS,
        })
        const delivered = had - left
        if (values.json) printJson(io, { store: identity.store, delivered, left, hub: hub.message })
        else if (left === 0) io.out(`The hub has all ${had} events of store ${identity.store.code}. Destroy ${file} now.`)
        else
          io.err(
            `${left} of ${had} events of store ${identity.store.code} are not delivered: ${hub.message} Keep ${file} and try again.`,
          )
        return left === 0 ? 0 : 1
      } finally {
        outbox.close()
      }
    } finally {
      // The key of the other agent does not stay here.
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
