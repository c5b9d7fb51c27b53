import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import type { StorePc } from '../../tools/stack/store-pc.ts'

export interface TillPayment {
  readonly id: string
  readonly state: string
  readonly outcome?: string
  readonly result?: { readonly card?: { readonly last4?: string } }
}

/** A till that asks its store's agent for payments. */
export function createTill(pc: StorePc) {
  const headers = { authorization: `Bearer ${pc.tillToken}`, 'content-type': 'application/json' }
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${pc.tillUrl}${path}`, { ...init, headers: { ...headers, ...init.headers } })
    return { status: answer.status, body: (await answer.json()) as TillPayment }
  }
  return {
    async sell(amountMinor: number, basket: string): Promise<TillPayment> {
      const order = { lane: '1', kind: 'sale', amountMinor, currency: 'EUR', basket }
      const { status, body } = await ask('/v1/payments', {
        method: 'POST',
        body: JSON.stringify(order),
        headers: { 'idempotency-key': randomUUID() },
      })
      expect(status, JSON.stringify(body)).toBeLessThan(300)
      return body
    },
    async untilFinal(id: string): Promise<TillPayment> {
      let last: TillPayment | undefined
      await expect
        .poll(
          async () => {
            last = (await ask(`/v1/payments/${id}`)).body
            return last.state
          },
          { intervals: [50], timeout: 30_000 },
        )
        .toBe('final')
      if (last === undefined) throw new Error('no answer')
      return last
    },
  }
}
