import { isServiceError, type ServiceContext } from '@counterfoil/services'
import type { Clock } from '@counterfoil/services/clock'
import { receiveFile } from '@counterfoil/services/funds/files'
import {
  type Bill,
  type BillOutcome,
  claimBill,
  deferBills,
  firstKeptDay,
  type Look,
  NOT_READY,
  noteBill,
  openPullSecret,
  type Pull,
  standingTrouble,
  wantBills,
} from '@counterfoil/services/funds/pulls'
import { type Opener, VaultError } from '@counterfoil/services/vault'
import { PullError } from '../pull-error.ts'
import type { Asked, Connector } from './connector.ts'
import { allowHosts } from './origins.ts'
import { endsLook } from './status-words.ts'

type Context = Pick<ServiceContext, 'pool' | 'newId' | 'now' | 'actor'>

export interface LookParts {
  readonly opener: Opener
  readonly clock: Pick<Clock, 'startTimer'>
  readonly signal: AbortSignal
  /** The hub's end, which also ends `signal`. */
  readonly ending: AbortSignal
  /** Of a test: the address of what stands in for the provider. */
  readonly instead?: string | undefined
}

const MINUTE_MS = 60_000
/** What a hub that died was fetching is another's then. */
const HELD_MS = 15 * MINUTE_MS
const LONGEST_WAIT_MS = 6 * 60 * MINUTE_MS

/** Fetches what is due of a provider. Whatever goes wrong becomes a word of that bill; the others are fetched all the same. */
export async function lookAtConnector(ctx: Context, connector: Connector, pull: Pull, parts: LookParts): Promise<Look> {
  const everyMs = pull.everyMinutes * MINUTE_MS
  let trouble: string | null = null
  try {
    const secret = await openPullSecret(ctx, parts.opener, pull.id)
    if (secret === null) return { hostKey: null, trouble: null, nextLookInMs: everyMs }
    const due = connector.dueBills?.(pull, ctx.now()) ?? []
    await wantBills(
      ctx,
      pull.id,
      due.map((bill) => ({ ...bill, asked: null })),
    )
    for (let bill = await next(); bill !== null; bill = await next()) {
      const outcome = await outcomeOf(ctx, connector, { pull, bill, secret, everyMs }, parts)
      await noteBill(ctx, bill, outcome)
      const word = outcome.state === 'due' || outcome.state === 'given_up' ? outcome.trouble : null
      if (word !== null && word !== NOT_READY) trouble = word
      if (word !== null && endsLook.includes(word)) {
        await deferBills(ctx, pull.id, everyMs)
        break
      }
    }
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    trouble = `secret_${error.reason}`
    await deferBills(ctx, pull.id, everyMs)
  }
  return { hostKey: null, trouble: trouble ?? (await standingTrouble(ctx, pull.id)), nextLookInMs: everyMs }

  async function next(): Promise<Bill | null> {
    return parts.signal.aborted ? null : claimBill(ctx, pull.id, HELD_MS)
  }
}

interface One {
  readonly pull: Pull
  readonly bill: Bill
  readonly secret: string
  readonly everyMs: number
}

async function outcomeOf(ctx: Context, connector: Connector, one: One, parts: LookParts): Promise<BillOutcome> {
  const { bill, everyMs } = one
  const waitMs = Math.min(everyMs * 2 ** Math.min(bill.tries, 16), Math.max(LONGEST_WAIT_MS, everyMs))
  const later = (trouble: string | null, asked?: unknown): BillOutcome =>
    bill.day !== null && bill.day <= firstKeptDay(ctx.now())
      ? { state: 'given_up', trouble: trouble ?? NOT_READY }
      : { state: 'due', trouble, nextTryInMs: trouble === null ? 0 : waitMs, asked }
  try {
    const asked = await askFor(ctx, connector, one, parts)
    if ('nothing' in asked) return { state: 'none' }
    if ('notReady' in asked) return later(NOT_READY, asked.asked)
    const { id } = await receiveFile(ctx, { name: bill.name, via: 'api', content: asked.content })
    return { state: 'fetched', fileId: id }
  } catch (error) {
    // Ended by us: the next hub fetches it at once.
    if (parts.ending.aborted) return later(null)
    if (error instanceof PullError) return later(error.word)
    // Empty, or larger than any report: it will be so the next time.
    if (isServiceError(error, 'invalid')) return { state: 'given_up', trouble: 'file_refused' }
    throw error
  }
}

function askFor(ctx: Context, { hosts, fetchBill }: Connector, { pull, bill, secret }: One, parts: LookParts): Promise<Asked> {
  const { clock, signal, instead } = parts
  return fetchBill({
    clock,
    signal,
    allows: allowHosts(hosts, instead),
    origin: instead ?? `https://${pull.host}`,
    pull,
    secrets: JSON.parse(secret) as unknown,
    bill,
    nowMs: ctx.now().getTime(),
    nonce: () => ctx.newId().replaceAll('-', ''),
  })
}
