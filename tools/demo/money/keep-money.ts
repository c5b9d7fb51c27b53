import type { ServiceContext } from '@counterfoil/services'
import { dayNumber } from '@counterfoil/settlement/funds'
import type { Clock, Timer } from '@counterfoil/terminals'
import { demoAccounts, demoAcquirers } from './acquirers.ts'
import { agreeWithAcquirers } from './agree.ts'
import { type Ledger, type LedgerFile, openLedger } from './ledger.ts'
import { type Arrival, nextStep, type Step, takeStep } from './next-step.ts'
import { agreeToFiles, sendFile } from './send-files.ts'

export interface MoneyKeeper {
  close(): Promise<void>
}

export interface MoneyOptions {
  readonly ctx: Pick<ServiceContext, 'pool' | 'newId'>
  readonly clock: Clock
  readonly ledgerFile: LedgerFile
  /** Tells whoever started the demo. */
  say(line: string): void
  warn(error: unknown): void
}

const ROUND_MS = 5_000
/** More files than a day has: the days before are being made up for. */
const MANY = 30

/** The demo's acquirers and banks: each sends its files when they are due, for the payments that the stores really made. */
export function keepMoney({ ctx, clock, ledgerFile, say, warn }: MoneyOptions): MoneyKeeper {
  let timer: Timer | null = null
  let closed = false
  let ledger: Ledger | undefined

  async function round(): Promise<number> {
    const held = ledger ?? ledgerFile.read() ?? (await firstLedger())
    if (held === undefined) return ROUND_MS
    ledger = held
    const beganMs = clock.monotonicMs()
    const next = structuredClone(held)
    const arrivals: Arrival[] = []
    for (let step = dueStep(next); step !== undefined && !closed; step = dueStep(next))
      arrivals.push(...(await takeStep(ctx.pool, next, step)))
    await agreeWithAcquirers({ ...ctx, actor: { kind: 'system', name: 'demo' }, now: () => new Date(clock.nowMs()) })
    // All at once, so that the hub matches once. Written down only after all was sent: what is made again is not sent twice.
    for (const { file, source, atMs } of arrivals) {
      if (closed) return ROUND_MS
      await sendFile(ctx, file, source, Math.min(atMs, clock.nowMs()))
    }
    if (arrivals.length > 0) ledgerFile.write(next)
    ledger = next
    if (arrivals.length > MANY) {
      const seconds = ((clock.monotonicMs() - beganMs) / 1000).toFixed(0)
      say(`${arrivals.length} files of acquirers and banks came for the days before, in ${seconds} s; the hub takes them in`)
    }
    await agreeToFiles(ctx, clock.nowMs)
    return ROUND_MS
  }

  function dueStep(of: Ledger): Step | undefined {
    const step = nextStep(of)
    return step === undefined || step.atMs > clock.nowMs() ? undefined : step
  }

  async function firstLedger(): Promise<Ledger | undefined> {
    const { rows } = await ctx.pool.query<{ first: string | null }>('select min(active_from)::text as first from funds_source')
    const first = rows[0]?.first ?? null
    if (first === null) return undefined
    return openLedger(
      dayNumber(first),
      demoAcquirers.map(({ id }) => id),
      demoAccounts.map(({ number }) => number),
    )
  }

  let running: Promise<void> = Promise.resolve()
  function run(): void {
    running = round()
      .catch((error: unknown) => {
        warn(error)
        return ROUND_MS
      })
      .then((waitMs) => {
        if (!closed) timer = clock.startTimer(waitMs, run)
      })
  }

  run()
  return {
    async close() {
      closed = true
      timer?.cancel()
      await running
    },
  }
}
