import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock, terminalProtocols } from '@counterfoil/terminals'
import { configPath, machineProxy, readConfig } from '../config.ts'
import { createLog } from '../create-log.ts'
import { deliverOutbox } from '../export/deliver-outbox.ts'
import { deliveryWay } from '../export/delivery-way.ts'
import { openExport } from '../export/open-export.ts'
import { createHubTransport } from '../link/hub-transport.ts'
import { enrolledAddresses, type Identity, openIdentityKeys } from '../link/identity.ts'
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
      let had = 0
      let left = 0
      let store: Identity['store'] | undefined
      const stores = new Set<string>()
      let trouble = ''
      for (const { identity, dataDir } of openExport(readFileSync(file), code, folder)) {
        store = identity.store
        stores.add(store.code)
        const keys = openIdentityKeys(dataDir, identity)
        const outbox = openOutbox({ path: outboxPath(dataDir), epoch: identity.epoch })
        try {
          const addresses = values.hub ?? config?.hubUrls ?? enrolledAddresses(identity)
          const way = deliveryWay({ identity, keys, addresses, transport, random: io.random, log })
          const waited = outbox.lastSeq() - outbox.deliveredSeq()
          const ended = await deliverOutbox({
            ...way,
            identity,
            outbox,
            clock: systemClock,
            log,
            stop: io.stop,
            limitMs: LIMIT_MS,
          })
          had += waited
          left += ended.left
          if (ended.left > 0 || trouble === '') trouble = ended.hub.message
        } finally {
          outbox.close()
        }
      }
      if (values.json) printJson(io, { store, delivered: had - left, left, hub: trouble })
      else if (left === 0) io.out(`The hub has all ${had} events of store ${[...stores].join(' and ')}. Destroy ${file} now.`)
      else
        io.err(
          `${left} of ${had} events of store ${[...stores].join(' and ')} are not delivered: ${trouble} Keep ${file} and try again.`,
        )
      return left === 0 ? 0 : 1
    } finally {
      // The key of the other agent does not stay here.
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
