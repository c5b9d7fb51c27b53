import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

/** The shop's till, over the agent's till API. */
export interface Till {
  /** Resolves when so many terminals are ready. */
  ready(terminals: number): Promise<void>
  /** One sale at a lane to its end. Throws when it does not end approved. */
  sell(lane: string): Promise<void>
}

const WITHIN_MS = 30_000
const AGAIN_AFTER_MS = 5

export function createTill(url: string, token: string): Till {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }

  async function until<Value>(what: string, look: () => Promise<Value | null>): Promise<Value> {
    const deadline = performance.now() + WITHIN_MS
    while (performance.now() < deadline) {
      const found = await look()
      if (found !== null) return found
      await delay(AGAIN_AFTER_MS)
    }
    throw new Error(`the agent's till API: ${what} within ${WITHIN_MS / 1_000} s did not happen`)
  }

  return {
    async ready(wanted) {
      await until('ready terminals', async () => {
        const answer = await fetch(`${url}/v1/terminals`, { headers })
        const { terminals } = (await answer.json()) as { terminals: { condition: string }[] }
        return terminals.filter(({ condition }) => condition === 'ready').length === wanted ? true : null
      })
    },
    async sell(lane) {
      const body = JSON.stringify({ lane, kind: 'sale', amountMinor: 1_250, currency: 'EUR', basket: 'bench' })
      const id = await until('a started sale', async () => {
        const answer = await fetch(`${url}/v1/payments`, {
          method: 'POST',
          headers: { ...headers, 'idempotency-key': randomUUID() },
          body,
        })
        return answer.status === 202 ? ((await answer.json()) as { id: string }).id : null
      })
      const outcome = await until('the end of a sale', async () => {
        const answer = await fetch(`${url}/v1/payments/${id}`, { headers })
        const payment = (await answer.json()) as { state: string; outcome: string }
        return payment.state === 'final' ? payment.outcome : null
      })
      if (outcome !== 'approved') throw new Error(`a sale of the benchmark ended ${outcome}`)
    },
  }
}
