import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { systemClock, terminalProtocols } from '@counterfoil/terminals'
import type { AgentConfig } from '../agent-config.ts'
import { ConfigError, configPath, readConfig } from '../config.ts'
import { configurationLines, readEffective } from '../configuration/describe-configuration.ts'
import { checkHubPaths } from '../doctor/check-hub-paths.ts'
import { checkRoom } from '../doctor/check-room.ts'
import { checkSeenRecord } from '../doctor/check-seen-record.ts'
import { checkTerminal } from '../doctor/check-terminal.ts'
import { checkTillPort } from '../doctor/check-till-port.ts'
import type { Finding } from '../doctor/finding.ts'
import { connectPath } from '../link/connect-path.ts'
import { describePaths, HUB_PATHS_KEY, type HubPathsStatus } from '../link/describe-paths.ts'
import { joinKey } from '../link/hub-link.ts'
import type { HubPath } from '../link/hub-path.ts'
import { createHubTransport } from '../link/hub-transport.ts'
import { enrolledAddresses, type Identity, identityRightsProblem, readIdentity } from '../link/identity.ts'
import { createIdSource } from '../new-id.ts'
import { holdOutbox, isOutboxInUse } from '../outbox/open-database.ts'
import { openOutboxForReading } from '../outbox/open-outbox.ts'
import type { Outbox } from '../outbox/outbox.ts'
import { DEFAULT_LIMITS, openRecordSpace } from '../recorder/record-space.ts'
import { spanText } from '../span-text.ts'
import { openLink } from '../terminals/open-link.ts'
import { describeRecord } from '../witness/describe-record.ts'
import { type Command, printJson, readOptions } from './command.ts'
import { outboxPath } from './run.ts'

const MARK = { good: 'ok  ', warn: 'note', bad: 'BAD ' } as const

export const doctor: Command = {
  usage: 'doctor [--config FILE] [--json]',
  summary: 'Says in plain words what is wrong with the config, a port, a terminal, the record, or the way to the hub.',
  async run(args, io) {
    const { values } = readOptions(args, {})
    const findings: Finding[] = []
    const tell = (...more: readonly Finding[]) => {
      findings.push(...more)
      if (values.json) return
      for (const { verdict, subject, message } of more)
        io.out(`${MARK[verdict]} ${subject === undefined ? '' : `${subject}: `}${message}`)
    }
    const path = configPath(values.config)
    const config = tryConfig(path, tell)
    if (config !== undefined) await examine(config, tell, (line) => values.json || io.err(line))
    const healthy = findings.every(({ verdict }) => verdict !== 'bad')
    if (values.json) printJson(io, { healthy, config: path, findings })
    else io.out(summary(findings))
    return healthy ? 0 : 1
  },
}

function summary(findings: readonly Finding[]): string {
  const bad = findings.filter(({ verdict }) => verdict === 'bad').length
  if (bad === 0) return 'All is well.'
  return bad === 1 ? '1 thing needs attention.' : `${bad} things need attention.`
}

type Tell = (...findings: readonly Finding[]) => void

function tryConfig(path: string, tell: Tell): AgentConfig | undefined {
  try {
    const config = readConfig(path, terminalProtocols)
    tell({
      area: 'config',
      verdict: 'good',
      message: `The config ${path} is in order: ${config.terminals.length} ${config.terminals.length === 1 ? 'terminal' : 'terminals'}.`,
    })
    return config
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const message of error.message.split('\n')) tell({ area: 'config', verdict: 'bad', message })
    return undefined
  }
}

async function examine(config: AgentConfig, tell: Tell, progress: (line: string) => void): Promise<void> {
  // An agent that started meanwhile would greet with a newer join number than ours, and be taken for one of two.
  const path = outboxPath(config.dataDir)
  const held = existsSync(path) ? holdOutbox(path) : undefined
  const running = held === undefined && isOutboxInUse(path)
  const identity = checkIdentity(config, tell)
  const outbox = checkRecord(config, identity, tell)
  const effective = checkConfiguration(config, identity, tell)
  try {
    for (const terminal of effective.terminals) {
      tell(running ? fromRecord(outbox, terminal.key) : await checkTerminal({ terminal, openLink, clock: systemClock, progress }))
    }
    const addresses = config.hubUrls ?? (identity && enrolledAddresses(identity))
    if (addresses === undefined)
      tell({ area: 'hub', verdict: 'bad', message: 'No hub is known: set hub.url, or enrol with --hub URL.' })
    else {
      const stream = held === undefined || outbox === undefined ? undefined : streamOf(outbox)
      const newId = createIdSource(systemClock.nowMs, randomBytes)
      if (running) tell(...wayInUse(outbox))
      const transport = createHubTransport(config.hubTransport)
      const connect = (path: HubPath) => connectPath(path, systemClock, transport)
      tell(...(await checkHubPaths({ addresses, identity, stream, connectPath: connect, newId, clock: systemClock })))
    }
    if (config.tillApi !== undefined) tell(await checkTillPort(config.tillApi, running))
  } finally {
    outbox?.close()
    held?.release()
  }
}

/** The terminals are looked at as the agent speaks to them: with what the hub has set. */
function checkConfiguration(config: AgentConfig, identity: Identity | undefined, tell: Tell): AgentConfig {
  const { config: effective, shown } = readEffective(config, identity)
  const { inForce, onTrial, aside, returned } = shown
  if (inForce === null && onTrial === null && aside === null && returned === null) return effective
  const verdict = aside === null && returned === null && onTrial === null ? 'good' : 'warn'
  tell({ area: 'config', verdict, message: configurationLines(shown).join(' ') })
  return effective
}

function checkIdentity(config: AgentConfig, tell: Tell): Identity | undefined {
  try {
    const identity = readIdentity(config.dataDir)
    if (identity === undefined) {
      tell({
        area: 'identity',
        verdict: 'bad',
        message:
          'This agent is not enrolled. Make a join code for its store on the dashboard, then run: enrol --hub URL --code CODE',
      })
      return undefined
    }
    const rights = identityRightsProblem(config.dataDir)
    tell(
      rights === undefined
        ? {
            area: 'identity',
            verdict: 'good',
            message: `Enrolled for store ${identity.store.code}; only this user can read the key.`,
          }
        : { area: 'identity', verdict: 'bad', message: rights },
    )
    return identity
  } catch (error) {
    tell({ area: 'identity', verdict: 'bad', message: error instanceof Error ? error.message : String(error) })
    return undefined
  }
}

function checkRecord(config: AgentConfig, identity: Identity | undefined, tell: Tell): Outbox | undefined {
  const path = outboxPath(config.dataDir)
  if (!existsSync(path)) {
    if (identity !== undefined)
      tell({ area: 'record', verdict: 'good', message: `There is no record at ${path} yet; the first run makes it.` })
    return undefined
  }
  try {
    const outbox = openOutboxForReading(path)
    const { events, oldestMs, ofEarlierEpochs } = outbox.waiting(systemClock.nowMs())
    tell({
      area: 'record',
      verdict: events > 0 && oldestMs > 3_600_000 ? 'warn' : 'good',
      message:
        events === 0
          ? `All ${outbox.lastSeq()} recorded events are delivered.`
          : `${events} of ${outbox.lastSeq()} recorded events wait for the hub, the oldest for ${spanText(oldestMs)}.`,
    })
    if (ofEarlierEpochs > 0)
      tell({
        area: 'record',
        verdict: 'warn',
        message: `${ofEarlierEpochs} events of an earlier enrolment wait in ${path} and are delivered in its name, where its key was kept.`,
      })
    for (const { code, detail, sinceMs } of outbox.listAlerts()) {
      if (code === 'record_refused') continue
      const verdict = code === 'outbox_filling' || code === 'clock_offset' ? 'warn' : 'bad'
      tell({ area: 'record', verdict, message: `${detail} (for ${spanText(systemClock.nowMs() - sinceMs)})` })
    }
    if (identity !== undefined) tell(checkSeenRecord(describeRecord(outbox.witness(identity.hubId)), systemClock.nowMs()))
    tell(checkRoom(openRecordSpace(path, config.record ?? DEFAULT_LIMITS, outbox.size).measure()))
    return outbox
  } catch (error) {
    tell({ area: 'record', verdict: 'bad', message: error instanceof Error ? error.message : String(error) })
    return undefined
  }
}

/** Which address and way the running agent uses, in its own words. */
function wayInUse(outbox: Outbox | undefined): readonly Finding[] {
  const text = outbox?.readMeta(HUB_PATHS_KEY)
  if (text === undefined) return []
  const status = JSON.parse(text) as HubPathsStatus
  const message = describePaths(status, systemClock.nowMs())
  return [{ area: 'hub', verdict: status.current === 0 ? 'good' : 'warn', message }]
}

/** While an agent runs it holds the ports, so its own record tells how the terminals are. */
function fromRecord(outbox: Outbox | undefined, key: string): Finding {
  const entry = outbox?.listTerminals().find(({ terminal }) => terminal === key)
  if (entry === undefined)
    return { area: 'terminal', subject: key, verdict: 'bad', message: 'The running agent has not heard of this terminal yet.' }
  const why = [entry.reason, entry.text].filter(Boolean).join(': ')
  const since = spanText(systemClock.nowMs() - entry.sinceMs)
  return {
    area: 'terminal',
    subject: key,
    verdict: entry.condition === 'ready' || entry.condition === 'busy' ? 'good' : 'bad',
    message: `The running agent holds it and says: ${entry.condition}${why === '' ? '' : ` (${why})`} for ${since}.`,
  }
}

function streamOf(outbox: Outbox) {
  return { lastSeq: outbox.lastSeq(), head: outbox.head(), join: Number(outbox.readMeta(joinKey(outbox.epoch)) ?? 0) }
}
