import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { terminalProtocols } from '@counterfoil/terminals'
import { configPath, readConfig } from '../config.ts'
import { HubUrl } from '../config-schema.ts'
import { enrol } from '../link/enrol.ts'
import { postJson } from '../link/post-json.ts'
import { AGENT_VERSION } from '../version.ts'
import { type Command, printJson, readOptions, UsageError } from './command.ts'

export const enrolCommand: Command = {
  usage: 'enrol --hub URL --code CODE [--name NAME] [--config FILE | --data DIR] [--again] [--json]',
  summary: 'Makes this agent’s key and shows it to the hub with the one-time join code from the dashboard.',
  async run(args, io) {
    const { values } = readOptions(args, {
      hub: { type: 'string' },
      code: { type: 'string' },
      name: { type: 'string' },
      data: { type: 'string' },
      again: { type: 'boolean' },
    })
    if (values.code === undefined) throw new UsageError('--code is missing: give the join code the dashboard shows.')
    const path = configPath(values.config)
    const config = values.config !== undefined || existsSync(path) ? readConfig(path, terminalProtocols) : undefined
    const hub = HubUrl.safeParse(values.hub ?? config?.hubUrl)
    if (!hub.success)
      throw new UsageError(
        values.hub === undefined
          ? '--hub is missing: give the hub’s address, e.g. https://hub.example:4000.'
          : `--hub ${hub.error.issues[0]?.message}`,
      )
    const dataDir = values.data ?? config?.dataDir
    if (dataDir === undefined) throw new UsageError(`There is no config file at ${path}: write one first, or give --data DIR.`)
    const result = await enrol({
      hubUrl: hub.data,
      code: values.code,
      name: values.name ?? config?.name ?? hostname(),
      dataDir,
      host: { hostname: hostname().slice(0, 200), platform: `${process.platform} ${process.arch}`, version: AGENT_VERSION },
      again: values.again ?? false,
      postJson,
    })
    if (!result.enrolled) {
      if (values.json) printJson(io, result)
      else io.err(result.message)
      return 1
    }
    const { agentId, store, epoch, hubUrl } = result.identity
    if (values.json) printJson(io, { enrolled: true, agentId, store, epoch, hubUrl, dataDir })
    else
      io.out(
        `Enrolled for store ${store.code} (${store.name}) at ${hubUrl}. The key is in ${dataDir} and stays there. Start with: run`,
      )
    return 0
  },
}
