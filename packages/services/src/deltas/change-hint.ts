import { z } from 'zod'
import type { PresenceNow } from '../agents/record-presence.ts'
import type { CommittedGroup } from '../ingest/committed-group.ts'

const StoreId = z.int()

/**
 * What one hub tells the others of a commit: which rows changed, never what is in them. Whoever has watchers reads the values
 * for itself, whoever has none forgets it.
 */
export const ChangeHint = z.object({
  recordedAtMs: z.number(),
  /** Stores and the revision the commit gave each. */
  revs: z.array(z.tuple([StoreId, z.number()])),
  dates: z.array(z.tuple([StoreId, z.string()])),
  minutes: z.array(z.tuple([StoreId, z.number()])),
  payments: z.array(z.tuple([StoreId, z.string()])),
  terminals: z.array(z.tuple([StoreId, z.int()])),
})
export type ChangeHint = z.infer<typeof ChangeHint>

/** The hint a commit gives. */
export function hintOf({ recordedAtMs, revs, days, minutes, payments, terminals }: CommittedGroup): ChangeHint {
  return {
    recordedAtMs,
    revs: [...revs],
    dates: different(days.map(({ storeId, businessDate }) => [storeId, businessDate])),
    minutes: different(minutes.map(({ storeId, minuteMs }) => [storeId, minuteMs])),
    payments: payments.map(({ storeId, id }) => [storeId, id]),
    terminals: different(terminals.map(({ storeId, terminalId }) => [storeId, terminalId])),
  }
}

/** What became of agents' connections is short: it travels as it is. */
export const PresenceHint = z.array(
  z.object({
    agentId: z.int(),
    storeId: StoreId,
    connected: z.boolean(),
    waiting: z.number(),
    oldestMs: z.number(),
    greeting: z.number(),
    sinceMs: z.number(),
    recordedAtMs: z.number(),
    rev: z.number(),
    superseded: z.literal(false),
  }),
) satisfies z.ZodType<readonly PresenceNow[]>

/** Sums of one day and several methods name it several times. */
function different<Pair extends readonly [number, number | string]>(pairs: Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [pair.join(' '), pair])).values()]
}
