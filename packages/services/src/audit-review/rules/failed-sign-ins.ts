import { z } from 'zod'
import { defineRule, field, type SeenEntry } from './rule.ts'

const ACTIONS = ['sign_in.failed', 'factor.failed']
/** More refusals of one asker than the log tells singly: found whatever the parameters are. */
const FOLDED = 'access.refusals_folded'

const Parameters = z.strictObject({
  minutes: z.int().min(1).max(1_440),
  perAccount: z.int().min(2).max(1_000),
  perAddress: z.int().min(2).max(1_000),
})
type Parameters = z.infer<typeof Parameters>

/** So many failures of one account, or from one address, in so many minutes; then it counts anew. */
export const failedSignIns = defineRule<Parameters>({
  parameters: Parameters,
  defaults: { minutes: 30, perAccount: 5, perAddress: 10 },
  remembers: ({ minutes }) => ({ actions: ACTIONS, forMs: minutes * 60_000 }),
  judge(entry, { minutes, perAccount, perAddress }, { past, lastFound }) {
    if (entry.action === FOLDED) return { facts: foldedFacts(entry) }
    if (!ACTIONS.includes(entry.action)) return null
    const lately = past.filter(
      ({ action, recordedAtMs }) => ACTIONS.includes(action) && recordedAtMs > entry.recordedAtMs - minutes * 60_000,
    )
    const burst = (key: string | null, of: (one: SeenEntry) => string | null, most: number) => {
      if (key === null) return null
      const count = 1 + lately.filter((one) => of(one) === key && one.index > lastFound(key)).length
      return count < most ? null : { key, facts: { count, minutes } }
    }
    return burst(account(entry), account, perAccount) ?? burst(address(entry), address, perAddress)
  },
})

const account = ({ target }: SeenEntry) => (target.id === 'unknown' ? null : `account ${target.id}`)
const address = (entry: SeenEntry) => (entry.address === null ? null : `address ${entry.address}`)

function foldedFacts({ after }: SeenEntry) {
  const lastedMs = Number(field(after, 'toMs')) - Number(field(after, 'fromMs'))
  return { count: Number(field(after, 'refusals')), minutes: Math.max(1, Math.ceil(lastedMs / 60_000)) }
}
