import { tellBase } from '@counterfoil/services/alerts'
import type { Timer } from '@counterfoil/services/clock'
import { inspectionReadings } from '@counterfoil/services/inspections'
import { chainReadings, deviceReadings, readChainFigures } from '@counterfoil/services/operations'
import type { HubParts } from '../hub-parts.ts'
import { watchJob } from '../watch-job.ts'
import { createAlertJudge } from './alerts.ts'
import { chatRequest, judgeChatAnswer } from './chat-request.ts'
import { hubReadings } from './hub-readings.ts'
import { createMachineReader } from './read-machine.ts'
import { rememberIn } from './remember-backups.ts'
import { sendByEmail } from './send-email.ts'
import { sendWebhook } from './send-webhook.ts'
import { tellDestinations } from './tell-destinations.ts'
import { tellNotices } from './tell-notices.ts'
import { signNotice } from './webhook-request.ts'

const EVERY_MS = 15_000
/** Of one look; more commits than these tell no more. */
const MOST_COMMITS = 10_000

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'random' | 'log' | 'metrics' | 'machine' | 'alerts' | 'keys'>

export interface OperationsWatch {
  committed(tookMs: number): void
  close(): Promise<void>
}

/** Looks at the chain and at this machine every 15 s, for the metrics and for the hub's own alerts. */
export function watchOperations(parts: Parts, ingest: { readonly status: { readonly waitingEvents: number } }): OperationsWatch {
  const { pool, clock, log, metrics, machine, alerts } = parts
  const troubled = new Set<string>()
  const remember = rememberIn({ pool, now: () => new Date(clock.nowMs()) })
  const readMachine =
    machine &&
    createMachineReader(machine, clock, remember, (what, error) => {
      if (!troubled.has(what)) log.warn({ err: error }, what)
      troubled.add(what)
    })
  const judge = alerts && createAlertJudge(parts, alerts)
  const { webhook = null, email = null, chats = [] } = alerts ?? {}
  const telling = [
    ...(webhook === null
      ? []
      : [
          tellNotices(parts, 'webhook', (notice, signal) =>
            sendWebhook({ clock, signal }, webhook, signNotice(notice, webhook.secret, clock.nowMs())),
          ),
        ]),
    ...(email === null || email.to.length === 0 ? [] : [tellNotices(parts, 'email', sendByEmail(email))]),
    ...(alerts === undefined ? [] : [tellDestinations(parts, alerts)]),
    ...chats.map((chat) =>
      tellNotices(parts, chat.kind, (notice, signal) => {
        const request = chatRequest(chat, notice, clock.nowMs())
        return sendWebhook({ clock, signal }, { url: request.url, ca: null }, request, (text) => judgeChatAnswer(chat.kind, text))
      }),
    ),
  ]
  let commitsMs: number[] = []
  let timer: Timer | null = null
  let closed = false
  let failing = false
  let baseTold = false
  let running: Promise<void> = Promise.resolve()

  async function round(): Promise<void> {
    const own = {
      commitsMs,
      waitingEvents: ingest.status.waitingEvents,
      jobFailures: metrics.jobs.failuresInARow(),
    }
    commitsMs = []
    const seen = readMachine ? await readMachine() : null
    if (seen !== null) metrics.machine.show(seen)
    const figures = await readChainFigures({ pool })
    metrics.chain.show(figures)
    if (alerts && !baseTold) {
      await tellBase({ pool, now: () => new Date(clock.nowMs()) }, alerts.thresholds)
      baseTold = true
    }
    if (judge) {
      const inspections = await inspectionReadings({ pool, now: () => new Date(clock.nowMs()) })
      const devices = await deviceReadings({ pool })
      await judge([...chainReadings(figures), ...devices, ...inspections, ...hubReadings(alerts.hub, own, seen)])
    }
  }

  function run(): void {
    running = watchJob(parts, 'operations', round)
      .then(() => {
        failing = false
      })
      .catch((error: unknown) => {
        if (!failing) log.warn({ err: error }, 'how the chain stands could not be read; it is tried again')
        failing = true
      })
      .finally(() => {
        if (!closed) timer = clock.startTimer(EVERY_MS, run)
      })
  }

  run()
  return {
    committed(tookMs) {
      if (commitsMs.length < MOST_COMMITS) commitsMs.push(tookMs)
    },
    async close() {
      closed = true
      timer?.cancel()
      await Promise.all([running, ...telling.map((each) => each.close())])
    },
  }
}
