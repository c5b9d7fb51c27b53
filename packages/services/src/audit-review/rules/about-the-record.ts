import { z } from 'zod'
import { dayOf } from './calendar.ts'
import { defineRule, field } from './rule.ts'

const none = z.strictObject({})

export const logGap = defineRule({
  parameters: none,
  defaults: {},
  judge: ({ action }) => (action === 'log.gap' ? { facts: {} } : null),
})

/** Events a store's agent says it did not keep, or numbers that are missing between two of its batches. */
export const agentGap = defineRule({
  parameters: none,
  defaults: {},
  judge({ action, target, after, gaps }) {
    if (action === 'agent.gap') return { facts: { agentId: target.id, events: Number(field(after, 'events')) } }
    const [gap] = gaps
    return gap === undefined ? null : { facts: { ...gap, gaps: gaps.length } }
  },
})

/** The clock of whoever acted against the database's: an entry is written in the transaction of its act. Or what an agent says of its own. */
export const clock = defineRule({
  parameters: z.strictObject({ seconds: z.int().min(1).max(86_400) }),
  defaults: { seconds: 60 },
  judge({ action, target, actedAtMs, recordedAtMs }, { seconds }) {
    if (action === 'agent.clock_off') return { facts: { agentId: target.id } }
    const apart = Math.round((recordedAtMs - actedAtMs) / 1_000)
    return Math.abs(apart) > seconds ? { key: apart > 0 ? 'behind' : 'ahead', facts: { seconds: apart } } : null
  },
})

const DAY_MS = 24 * 3_600_000
const AGENT_FORKS = ['agent.forked', 'agent.disk_reset']

/** Somebody holds another past: a witness of the log, or an agent whose disk was copied or put back. */
export const fork = defineRule({
  parameters: none,
  defaults: {},
  remembers: () => ({ actions: AGENT_FORKS, forMs: DAY_MS }),
  judge({ action, target, recordedAtMs }, _none, { past, calendar }) {
    if (action === 'log.loss_found' || action === 'log.restored') return { facts: {} }
    if (!AGENT_FORKS.includes(action)) return null
    // An agent that forked says so at each greeting, until a person has looked: one finding a day is enough.
    const day = dayOf(calendar.timeZone, recordedAtMs)
    const before = past.some(
      (one) => one.action === action && one.target.id === target.id && dayOf(calendar.timeZone, one.recordedAtMs) === day,
    )
    return before ? null : { facts: { agentId: target.id } }
  },
})

export const cardNumber = defineRule({
  parameters: none,
  defaults: {},
  judge: ({ action }) => (action === 'card_alarm.raised' ? { facts: {} } : null),
})
