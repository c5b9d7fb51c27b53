import type { Clock } from '@counterfoil/terminals'
import type { TerminalConfig } from '../agent-config.ts'
import type { AgentStatus } from '../agent-status.ts'
import { HUB_PATHS_KEY, type HubPathsStatus } from '../link/describe-paths.ts'
import type { Outbox, PaymentEntry } from '../outbox/outbox.ts'
import type { PaymentDesk } from '../payments/payment-desk.ts'
import type { SpaceReading } from '../recorder/pressure.ts'
import type { SerialPortFacts } from '../terminals/list-serial-ports.ts'
import type { RecordSeen } from '../witness/describe-record.ts'
import type { Job } from './job.ts'
import type { Identified, PageState, TerminalPicture } from './page-state.ts'
import { readRecentEvents } from './recent-events.ts'
import { findTestPayment } from './test-payment.ts'

const EVENTS_SHOWN = 20
/** Of the newest payments, how many are looked through for each terminal's last. */
const PAYMENTS_READ = 200
/** Listing ports starts a program on Linux. */
const PORTS_AFTER_MS = 10_000

/** What the running agent knows, for the page to show. */
export interface PageSourceOptions {
  readonly version: string
  readonly store: { readonly code: string; readonly name: string }
  readonly clock: Clock
  readonly outbox: Outbox
  readonly desk: PaymentDesk
  readonly terminals: readonly TerminalConfig[]
  status(): AgentStatus
  record(): RecordSeen
  room(): SpaceReading | undefined
  configuration(): number | undefined
  identified(terminal: string): Identified | undefined
  listPorts(): Promise<readonly SerialPortFacts[]>
}

/** Reads everything the page shows, at one moment. */
export function createPageSource(options: PageSourceOptions, jobs: { readonly portTest: Job; readonly doctor: Job }) {
  const { clock, outbox, desk } = options
  let ports: Promise<readonly SerialPortFacts[] | undefined> | undefined
  let portsAtMs = 0

  function readPorts(): Promise<readonly SerialPortFacts[] | undefined> {
    if (ports === undefined || clock.monotonicMs() - portsAtMs > PORTS_AFTER_MS) {
      portsAtMs = clock.monotonicMs()
      ports = options.listPorts().catch(() => undefined)
    }
    return ports
  }

  function picture({ key, settings }: TerminalConfig, payments: readonly PaymentEntry[]): TerminalPicture {
    const entry = payments.find(({ terminal }) => terminal === key)
    const last = entry && desk.find(entry.id)?.payment
    const test = jobs.portTest.now()
    return {
      key,
      sinceMs: outbox.listTerminals().find(({ terminal }) => terminal === key)?.sinceMs,
      identified: options.identified(key),
      last,
      currency: currencyIn(settings) ?? last?.currency,
      lent: test?.subject === key && test.endedMs === undefined,
    }
  }

  return async (): Promise<PageState> => {
    const listed = await readPorts()
    const payments = outbox.listPayments(PAYMENTS_READ)
    const pathsText = outbox.readMeta(HUB_PATHS_KEY)
    return {
      nowMs: clock.nowMs(),
      version: options.version,
      store: options.store,
      status: options.status(),
      lastSeq: outbox.lastSeq(),
      paths: pathsText === undefined ? undefined : (JSON.parse(pathsText) as HubPathsStatus),
      record: options.record(),
      room: options.room(),
      configuration: options.configuration(),
      terminals: options.terminals.map((terminal) => picture(terminal, payments)),
      ports: listed,
      events: readRecentEvents(outbox, EVENTS_SHOWN),
      portTest: jobs.portTest.now(),
      doctor: jobs.doctor.now(),
      testPayment: findTestPayment(desk, outbox),
    }
  }
}

/** Protocols that know their currency keep it under this name. */
function currencyIn(settings: unknown): string | undefined {
  if (typeof settings !== 'object' || settings === null || !('currency' in settings)) return undefined
  return typeof settings.currency === 'string' ? settings.currency : undefined
}
