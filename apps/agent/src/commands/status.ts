import { systemClock, terminalProtocols } from '@counterfoil/terminals'
import { configPath, readConfig } from '../config.ts'
import { type ConfigurationShown, configurationLines, readEffective } from '../configuration/describe-configuration.ts'
import { LINE_CAPTURES_KEY, type LineCapturesNoted, readCapturesNoted } from '../line-capture/captures-noted.ts'
import { describePaths, HUB_PATHS_KEY, type HubPathsStatus } from '../link/describe-paths.ts'
import { type HubLinkStatus, LINK_STATUS_KEY } from '../link/hub-link.ts'
import { readIdentity } from '../link/identity.ts'
import { isOutboxInUse } from '../outbox/open-database.ts'
import { openOutboxForReading } from '../outbox/open-outbox.ts'
import type { AlertEntry } from '../outbox/outbox.ts'
import { spanText } from '../span-text.ts'
import { describeRecord, type RecordSeen } from '../witness/describe-record.ts'
import { type Command, printJson, readOptions } from './command.ts'
import { outboxPath } from './run.ts'

export const status: Command = {
  usage: 'status [--config FILE] [--json]',
  summary: 'How the agent of this folder stands: running or not, what waits for the hub, how each terminal is.',
  async run(args, io) {
    const { values } = readOptions(args, {})
    const config = readConfig(configPath(values.config), terminalProtocols)
    const path = outboxPath(config.dataDir)
    const identity = readIdentity(config.dataDir)
    const outbox = openOutboxForReading(path)
    try {
      const nowMs = systemClock.nowMs()
      const running = isOutboxInUse(path)
      const linkText = outbox.readMeta(LINK_STATUS_KEY)
      const hub = linkText === undefined ? undefined : (JSON.parse(linkText) as HubLinkStatus)
      const pathsText = outbox.readMeta(HUB_PATHS_KEY)
      const document = {
        running,
        name: config.name,
        store: identity?.store ?? null,
        epoch: outbox.epoch,
        lastSeq: outbox.lastSeq(),
        deliveredSeq: outbox.deliveredSeq(),
        waiting: outbox.waiting(nowMs),
        hub: hub ?? null,
        configuration: readEffective(config, identity).shown,
        hubPaths: pathsText === undefined ? null : (JSON.parse(pathsText) as HubPathsStatus),
        record: identity === undefined ? null : describeRecord(outbox.witness(identity.hubId)),
        alerts: outbox.listAlerts(),
        terminals: outbox.listTerminals(),
        captures: running ? readCapturesNoted(outbox.readMeta(LINE_CAPTURES_KEY), nowMs) : [],
        openPayments: config.terminals.flatMap(({ key }) =>
          outbox.openPayments(key).map(({ id }) => ({ terminal: key, payment: id })),
        ),
      }
      if (values.json) printJson(io, document)
      else for (const line of describe(document, nowMs)) io.out(line)
      return 0
    } finally {
      outbox.close()
    }
  },
}

interface StatusDocument {
  readonly running: boolean
  readonly name: string
  readonly lastSeq: number
  readonly waiting: { readonly events: number; readonly oldestMs: number; readonly ofEarlierEpochs: number }
  readonly hub: HubLinkStatus | null
  readonly hubPaths: HubPathsStatus | null
  readonly configuration: ConfigurationShown
  readonly record: RecordSeen | null
  readonly alerts: readonly AlertEntry[]
  readonly terminals: readonly {
    readonly terminal: string
    readonly condition: string
    readonly reason: string | undefined
    readonly text: string | undefined
    readonly sinceMs: number
  }[]
  readonly captures: LineCapturesNoted
  readonly openPayments: readonly { readonly terminal: string; readonly payment: string }[]
}

function describe(document: StatusDocument, nowMs: number): string[] {
  const { running, waiting, hub, hubPaths } = document
  const lines = [`Agent "${document.name}" is ${running ? 'running' : 'not running; this is what it recorded last'}.`]
  if (hub !== null) lines.push(`Hub: ${hub.message} (for ${spanText(nowMs - hub.sinceMs)})`)
  if (hub?.clockOffsetMs !== undefined)
    lines.push(
      `This machine's clock is ${(Math.abs(hub.clockOffsetMs) / 1_000).toFixed(1)} s ${hub.clockOffsetMs > 0 ? 'behind' : 'ahead of'} the hub's.`,
    )
  if (hubPaths !== null) lines.push(describePaths(hubPaths, nowMs))
  lines.push(
    waiting.events === 0
      ? `All ${document.lastSeq} events are delivered.`
      : `${waiting.events} of ${document.lastSeq} events wait for the hub, the oldest for ${spanText(waiting.oldestMs)}.`,
  )
  if (waiting.ofEarlierEpochs > 0) lines.push(`${waiting.ofEarlierEpochs} events of an earlier enrolment wait for the hub.`)
  if (document.record !== null) lines.push(recordLine(document.record, nowMs))
  const { takesFromHub, inForce, onTrial, returned } = document.configuration
  if (!takesFromHub || inForce !== null || onTrial !== null || returned !== null)
    lines.push(...configurationLines(document.configuration))
  for (const { detail, sinceMs } of document.alerts) lines.push(`Alert for ${spanText(nowMs - sinceMs)}: ${detail}`)
  for (const { terminal, condition, reason, text, sinceMs } of document.terminals) {
    lines.push(
      `${terminal}: ${condition}${reason === undefined ? '' : ` (${reason})`} for ${spanText(nowMs - sinceMs)}${text === undefined ? '' : `. ${text}`}`,
    )
  }
  for (const { terminal, untilMs } of document.captures)
    lines.push(`${terminal}: what goes over its line is captured for ${spanText(untilMs - nowMs)} more, without card data.`)
  for (const { terminal, payment } of document.openPayments) lines.push(`${terminal}: payment ${payment} is open.`)
  return lines
}

function recordLine({ message, last }: RecordSeen, nowMs: number): string {
  return last === null ? message : `${message} Last looked at ${spanText(nowMs - last.atMs)} ago.`
}
