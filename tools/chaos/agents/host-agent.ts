import { createHash, randomBytes } from 'node:crypto'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Agent,
  type AgentConfig,
  type ConnectHub,
  connectPath,
  createAgent,
  createHubPaths,
  createIdSource,
  type Log,
  openLink,
  openOutbox,
  readIdentity,
} from '@counterfoil/agent'
import type { TerminalProtocol } from '@counterfoil/terminals'
import { systemClock } from '@counterfoil/terminals/system-clock'
import { type AcknowledgementLine, type AgentPlan, TERMINAL_SETTINGS } from './agent-plan.ts'

export interface HostAgentOptions {
  readonly plan: AgentPlan
  readonly protocol: TerminalProtocol
  readonly log: Log
  readonly acknowledgementsFile: string
}

/** The real agent with a real outbox on disk; what the hub acknowledges is written down before the agent hears of it. */
export function createHostAgent({ plan, protocol, log, acknowledgementsFile }: HostAgentOptions): Agent {
  const identity = readIdentity(plan.dataDir)
  if (identity === undefined) throw new Error(`${plan.dataDir} holds no identity`)
  const outbox = openOutbox({
    path: join(plan.dataDir, 'outbox.db'),
    epoch: identity.epoch,
    monotonicMs: systemClock.monotonicMs,
  })
  const write = (told: Omit<AcknowledgementLine, 'store' | 'epoch'>) => {
    const line: AcknowledgementLine = { store: plan.store, epoch: identity.epoch, ...told }
    appendFileSync(acknowledgementsFile, `${JSON.stringify(line)}\n`)
  }
  const paths = createHubPaths({
    addresses: plan.hubUrls,
    hubId: identity.hubId,
    clock: systemClock,
    connectPath: (path) => connectPath(path, systemClock),
    log,
    onChange() {},
  })
  return createAgent({
    config: configOf(plan, protocol),
    identity,
    clock: systemClock,
    random: Math.random,
    newId: createIdSource(systemClock.nowMs, randomBytes),
    outbox,
    openLink,
    connectHub: overheard(paths.connectHub, write),
    log,
    platform: `${process.platform} ${process.arch}`,
  })
}

/** Hands on every answer of the hub and tells what it acknowledged. */
function overheard(connect: ConnectHub, write: (told: { highWater: number; head: string }) => void): ConnectHub {
  return (handlers) => {
    const socket = connect(handlers)
    return {
      ...socket,
      send(message, payload, answered) {
        socket.send(message, payload, (answer) => {
          const { ok, highWater, head } = answer as { ok?: boolean; highWater?: number; head?: string }
          if (ok === true && highWater !== undefined && head !== undefined) write({ highWater, head })
          answered(answer)
        })
      },
    }
  }
}

function configOf(plan: AgentPlan, protocol: TerminalProtocol): AgentConfig {
  const parsed = protocol.parseSettings(TERMINAL_SETTINGS)
  if ('problems' in parsed) throw new Error(parsed.problems.map(({ path, message }) => `${path} ${message}`).join(' '))
  return {
    name: `store ${plan.store}`,
    dataDir: plan.dataDir,
    logLevel: 'warn',
    terminals: [
      {
        key: 'lane-1',
        lane: '1',
        protocol,
        settings: parsed.settings,
        link: { kind: 'tcp', host: '127.0.0.1', port: plan.terminalPort },
      },
    ],
    tillApi: {
      host: '127.0.0.1',
      port: plan.tillPort,
      allowedHosts: [],
      allowedOrigins: [],
      tills: [{ name: 'till-1', tokenSha256: tokenHash(plan.tillToken) }],
    },
  }
}

/** As the agent's config file holds a till's token. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
