import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { StorePc } from '../../tools/stack/store-pc.ts'

const READY_WITHIN_MS = 20_000

/** Starts a sale through the till API as soon as the terminal takes one, and resolves when it has been started. */
export async function startSale({ tillUrl, tillToken }: StorePc, amountMinor: number): Promise<void> {
  const headers = { authorization: `Bearer ${tillToken}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ lane: '1', kind: 'sale', amountMinor, currency: 'EUR' })
  const deadline = performance.now() + READY_WITHIN_MS
  for (;;) {
    const answer = await fetch(`${tillUrl}/v1/payments`, {
      method: 'POST',
      headers: { ...headers, 'idempotency-key': randomUUID() },
      body,
    })
    if (answer.status === 202) return
    const text = await answer.text()
    if (performance.now() > deadline) throw new Error(`the till API does not start a sale: ${answer.status} ${text}`)
    await delay(20)
  }
}
