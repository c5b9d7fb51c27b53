import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { terminalProtocols } from '@counterfoil/terminals'
import { configPath, machineProxy, readConfig } from '../config.ts'
import { HubUrl } from '../config-schema.ts'
import { enrol } from '../link/enrol.ts'
import { createHubTransport } from '../link/hub-transport.ts'
import { enrolledAddresses } from '../link/identity.ts'
import { postJson } from '../link/post-json.ts'
import { openOutboxForReading } from '../outbox/open-outbox.ts'
import { AGENT_VERSION } from '../version.ts'
import { type Command, printJson, readOptions, UsageError } from './command.ts'
import { outboxPath } from './run.ts'

export const enrolCommand: Command = {
  usage: 'enrol --hub URL [--hub OTHER-URL …] --code CODE [--name NAME] [--config FILE | --data DIR] [--again] [--json]',
  summary: 'Makes this agent’s key and shows it to the hub with the one-time join code from the dashboard.',
  async run(args, io) {
    const { values } = readOptions(args, {
      hub: { type: 'string', multiple: true },
      code: { type: 'string' },
      name: { type: 'string' },
      data: { type: 'string' },
      again: { type: 'boolean' },
    })
    if (values.code === undefined) throw new UsageError('--code is missing: give the join code the dashboard shows.')
    const path = configPath(values.config)
    const config = values.config !== undefined || existsSync(path) ? readConfig(path, terminalProtocols) : undefined
    const hubUrls = values.hub ?? config?.hubUrls ?? []
    if (hubUrls.length === 0) throw new UsageError('--hub is missing: give the hub’s address, e.g. https://hub.example:4000.')
    for (const url of hubUrls) {
      const checked = HubUrl.safeParse(url)
      if (!checked.success) throw new UsageError(`--hub ${checked.error.issues[0]?.message}`)
    }
    const dataDir = values.data ?? config?.dataDir
    if (dataDir === undefined) throw new UsageError(`There is no config file at ${path}: write one first, or give --data DIR.`)
    const proxy = machineProxy()
    const transport = createHubTransport(config?.hubTransport ?? (proxy && { proxy }))
    const result = await enrol({
      hubUrls: [...new Set(hubUrls)],
      code: values.code,
      name: values.name ?? config?.name ?? hostname(),
      dataDir,
      host: { hostname: hostname().slice(0, 200), platform: `${process.platform} ${process.arch}`, version: AGENT_VERSION },
      afterEpoch: newestEpoch(dataDir),
      again: values.again ?? false,
      postJson: (url, body) => postJson(url, body, transport),
    })
    if (!result.enrolled) {
      if (values.json) printJson(io, result)
      else io.err(result.message)
      return 1
    }
    const { agentId, store, epoch, hubUrl } = result.identity
    if (values.json)
      printJson(io, { enrolled: true, agentId, store, epoch, hubUrl, hubUrls: enrolledAddresses(result.identity), dataDir })
    else
      io.out(
        `Enrolled for store ${store.code} (${store.name}) at ${enrolledAddresses(result.identity).join(' and ')}. The key is in ${dataDir} and stays there. Start with: run`,
      )
    return 0
  },
}

/** Throws `OutboxError` when there is an outbox that cannot be read: numbering over it would mix two streams. */
function newestEpoch(dataDir: string): number {
  const path = outboxPath(dataDir)
  if (!existsSync(path)) return 0
  const outbox = openOutboxForReading(path)
  try {
    return outbox.epoch
  } finally {
    outbox.close()
  }
}
