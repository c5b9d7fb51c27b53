import type { LanePlan, LedgerLine } from './lane-plan.ts'

export interface TillOrder {
  readonly key: string
  readonly kind: LedgerLine['kind']
  readonly amountMinor: number
  readonly parent: string | undefined
}

export interface TillPayment {
  readonly id: string
  readonly state: 'open' | 'answered' | 'unknown' | 'needs_person' | 'final'
  readonly outcome: 'approved' | 'declined' | 'cancelled' | 'unknown' | null
  readonly amountMinor: number
  readonly result: { readonly amountMinor?: number; readonly receipt?: string }
}

/** `silent`: no answer, so nobody knows whether anything was begun. */
export type TillAnswer =
  | { readonly kind: 'payment'; readonly payment: TillPayment }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'silent' }

const ANSWER_WITHIN_MS = 5_000

/** The till's side of an agent's API. */
export function createTillClient(plan: LanePlan) {
  async function ask(
    method: string,
    path: string,
    options: { body?: object; key?: string; hangUpMs?: number } = {},
  ): Promise<TillAnswer> {
    const { body, key, hangUpMs = ANSWER_WITHIN_MS } = options
    try {
      const answer = await fetch(`${plan.tillUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${plan.tillToken}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(hangUpMs),
      })
      const told = (await answer.json()) as TillPayment & { error?: { code: string; message: string } }
      if (told.error !== undefined) return { kind: 'refused', ...told.error }
      return { kind: 'payment', payment: told }
    } catch {
      return { kind: 'silent' }
    }
  }

  return {
    /** With `hangUpMs` the till loses its connection then, whatever has happened until there. */
    place: ({ key, kind, amountMinor, parent }: TillOrder, hangUpMs?: number) =>
      ask('POST', '/v1/payments', {
        key,
        body: { lane: '1', kind, amountMinor, currency: 'EUR', basket: key, ...(parent !== undefined && { parent }) },
        ...(hangUpMs !== undefined && { hangUpMs }),
      }),
    find: (id: string) => ask('GET', `/v1/payments/${id}`),
    cancel: (id: string) => ask('DELETE', `/v1/payments/${id}`),
    decide: (id: string, outcome: 'approved' | 'cancelled') => ask('POST', `/v1/payments/${id}/decision`, { body: { outcome } }),
  }
}
