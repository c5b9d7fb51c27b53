import { existsSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { terminalProtocols } from '@counterfoil/terminals'
import { configPath, machineProxy, readConfig } from '../config.ts'
import { HubUrl } from '../config-schema.ts'
import { enrol } from '../link/enrol.ts'
import { createHubTransport } from '../link/hub-transport.ts'
import { enrolledAddresses } from '../link/identity.ts'
import { pickCode } from '../link/pick-code.ts'
import { postJson } from '../link/post-json.ts'
import { openOutboxForReading } from '../outbox/open-outbox.ts'
import { AGENT_VERSION } from '../version.ts'
import { type Command, printJson, readOptions, UsageError } from './command.ts'
import { outboxPath } from './run.ts'

export const enrolCommand: Command = {
  usage:
    'enrol (CODE | --code CODE | --from FILE [--store STORE]) --hub URL [--hub OTHER-URL …] [--name NAME] [--config FILE | --data DIR] [--again] [--json]',
  summary: 'Makes this agent’s key and shows it to the hub with the one-time join code from the dashboard.',
  async run(args, io) {
    const options = {
      hub: { type: 'string', multiple: true },
      code: { type: 'string' },
      from: { type: 'string' },
      store: { type: 'string' },
      name: { type: 'string' },
      data: { type: 'string' },
      again: { type: 'boolean' },
    } as const
    const { values, positionals } = readOptions(args, options, 'any')
    const [given = values.code, ...more] = positionals
    if (more.length > 0) throw new UsageError('Give one CODE.')
    if ([given, values.from].filter((source) => source !== undefined).length !== 1)
      throw new UsageError('Give the join CODE the dashboard shows, or --from FILE with the codes of many stores.')
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
    const name = values.name ?? config?.name ?? hostname()
    const code =
      given ?? pickCode(readFileSync(values.from ?? '', 'utf8'), values.store === undefined ? [name, hostname()] : [values.store])
    const result = await enrol({
      hubUrls: [...new Set(hubUrls)],
      code,
      name,
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
