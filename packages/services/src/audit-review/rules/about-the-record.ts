import { z } from 'zod'
import { defineRule } from './rule.ts'

const none = z.strictObject({})

export const logGap = defineRule({
  parameters: none,
  defaults: {},
  judge: ({ action }) => (action === 'log.gap' ? { facts: {} } : null),
})

export const agentGap = defineRule({
  parameters: none,
  defaults: {},
  judge({ gaps }) {
    const [gap] = gaps
    return gap === undefined ? null : { facts: { ...gap, gaps: gaps.length } }
  },
})

/** The clock of whoever acted against the database's: an entry is written in the transaction of its act. */
export const clock = defineRule({
  parameters: z.strictObject({ seconds: z.int().min(1).max(86_400) }),
  defaults: { seconds: 60 },
  judge({ actedAtMs, recordedAtMs }, { seconds }) {
    const apart = Math.round((recordedAtMs - actedAtMs) / 1_000)
    return Math.abs(apart) > seconds ? { key: apart > 0 ? 'behind' : 'ahead', facts: { seconds: apart } } : null
  },
})

export const fork = defineRule({
  parameters: none,
  defaults: {},
  judge: ({ action }) => (action === 'log.loss_found' || action === 'log.restored' ? { facts: {} } : null),
})

export const cardNumber = defineRule({
  parameters: none,
  defaults: {},
  judge: ({ action }) => (action === 'card_alarm.raised' ? { facts: {} } : null),
})
