import type { ServiceContext } from '@counterfoil/services'
import { dayNumber } from '@counterfoil/settlement/funds'
import type { Clock, Timer } from '@counterfoil/terminals'
import { demoAccounts, demoAcquirers } from './acquirers.ts'
import { type Ledger, type LedgerFile, openLedger } from './ledger.ts'
import { nextStep, takeStep } from './next-step.ts'
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
const WAIT_MS = 500
/** More files than a day has: the days before are being made up for. */
const MANY = 30

/** The demo's acquirers and banks: each sends its files when they are due, for the payments that the stores really made. */
export function keepMoney({ ctx, clock, ledgerFile, say, warn }: MoneyOptions): MoneyKeeper {
  let timer: Timer | null = null
  let closed = false
  let ledger: Ledger | undefined
  let files = 0
  let beganMs = clock.monotonicMs()

  async function round(): Promise<number> {
    const held = ledger ?? ledgerFile.read() ?? (await firstLedger())
    if (held === undefined) return ROUND_MS
    ledger = held
    if (files === 0) beganMs = clock.monotonicMs()
    for (;;) {
      const step = nextStep(held)
      if (closed || step === undefined || step.atMs > clock.nowMs()) break
      if (await isWaiting()) return WAIT_MS
      // Written down only after all was sent: what is made again is the same, and is not sent twice.
      const next = structuredClone(held)
      for (const { file, source, atMs } of await takeStep(ctx.pool, next, step)) {
        await sendFile(ctx, file, source, Math.min(atMs, clock.nowMs()))
        files++
      }
      Object.assign(held, next)
      ledgerFile.write(held)
    }
    if (files > MANY)
      say(
        `${files} files of acquirers and banks came for the days before, in ${((clock.monotonicMs() - beganMs) / 1000).toFixed(0)} s; the hub matches them`,
      )
    files = 0
    await agreeToFiles(ctx, clock.nowMs)
    return ROUND_MS
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

  /** Who settles a payment is known when the hub has looked at it. */
  async function isWaiting(): Promise<boolean> {
    const { rows } = await ctx.pool.query<{ waiting: boolean }>(
      `select exists (select from funds_payment where state = 'new') as waiting`,
    )
    return rows[0]?.waiting ?? false
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
