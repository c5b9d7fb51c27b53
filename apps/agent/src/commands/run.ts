import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { systemClock, terminalProtocols } from '@counterfoil/terminals'
import { createAgent } from '../agent.ts'
import { configPath, readConfig } from '../config.ts'
import { createLog } from '../create-log.ts'
import { connectSocketIo } from '../link/connect-socket-io.ts'
import { identityRightsProblem, readIdentity } from '../link/identity.ts'
import { createIdSource } from '../new-id.ts'
import { openOutbox } from '../outbox/open-outbox.ts'
import { openLink } from '../terminals/open-link.ts'
import { type Command, printJson, readOptions } from './command.ts'

/** Where an agent keeps its record. */
export function outboxPath(dataDir: string): string {
  return join(dataDir, 'outbox.db')
}

export const run: Command = {
  usage: 'run [--config FILE] [--json]',
  summary: 'Drives the terminals, records every event and delivers it, until Ctrl-C.',
  async run(args, io) {
    const { values } = readOptions(args, {})
    const config = readConfig(configPath(values.config), terminalProtocols)
    const log = createLog(config.logLevel, process.stderr.isTTY === true, (line) => process.stderr.write(line))
    const identity = readIdentity(config.dataDir)
    if (identity === undefined) {
      io.err(
        `This agent is not enrolled yet. Make a join code for its store on the dashboard, then: enrol --hub ${config.hubUrl ?? 'URL'} --code CODE`,
      )
      return 1
    }
    const rights = identityRightsProblem(config.dataDir)
    if (rights !== undefined) log.warn({}, rights)
    const outbox = openOutbox({
      path: outboxPath(config.dataDir),
      epoch: identity.epoch,
      monotonicMs: systemClock.monotonicMs,
    })
    const agent = createAgent({
      config,
      identity,
      clock: systemClock,
      random: io.random,
      newId: createIdSource(systemClock.nowMs, randomBytes),
      outbox,
      openLink,
      connectHub: connectSocketIo(config.hubUrl ?? identity.hubUrl),
      log,
      platform: `${process.platform} ${process.arch}`,
    })
    try {
      await agent.start()
      log.info({ store: identity.store.code, terminals: config.terminals.length }, `Agent "${config.name}" runs.`)
      if (values.json)
        printJson(io, {
          running: true,
          name: config.name,
          agentId: identity.agentId,
          store: identity.store,
          tillApi: agent.tillApiUrl() ?? null,
        })
      await aborted(io.stop)
      log.info({}, 'Stopping.')
    } finally {
      await agent.stop()
      outbox.close()
    }
    return 0
  },
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
