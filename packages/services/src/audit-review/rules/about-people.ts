import { z } from 'zod'
import { isWorkingTime } from './calendar.ts'
import { defineRule, field } from './rule.ts'

const none = z.strictObject({})
const actions = z
  .array(z.string().regex(/^[a-z_]+\.[a-z_]+$/))
  .min(1)
  .max(20)

export const newAdministrator = defineRule({
  parameters: none,
  defaults: {},
  judge({ action, outcome, before, after }) {
    if (outcome !== 'done') return null
    const first = action === 'person.created' && field(after, 'link') === 'first'
    const given =
      (action === 'person.invited' || action === 'person.access_changed') &&
      field(after, 'role') === 'administrator' &&
      field(before, 'role') !== 'administrator'
    return first || given ? { facts: {} } : null
  },
})

export const roleChangeOutOfHours = defineRule({
  parameters: z.strictObject({ actions }),
  defaults: { actions: ['person.invited', 'person.access_changed', 'person.enabled', 'token.created'] },
  judge({ action, outcome, actedAtMs }, { actions: watched }, { calendar }) {
    if (outcome !== 'done' || !watched.includes(action)) return null
    return isWorkingTime(calendar, actedAtMs) ? null : { facts: {} }
  },
})

export const breakGlass = defineRule({
  parameters: none,
  defaults: {},
  judge: ({ action }) => (action === 'break_glass.used' ? { facts: {} } : null),
})

export const resolvedTwice = defineRule({
  parameters: z.strictObject({ actions, days: z.int().min(1).max(90) }),
  defaults: { actions: ['exception.proposed', 'exception.resolved'], days: 30 },
  remembers: (given) => ({ actions: given.actions, forMs: given.days * 86_400_000 }),
  judge({ action, outcome, actor, target }, { actions: watched }, { past }) {
    if (outcome !== 'done' || actor.type !== 'user' || !watched.includes(action)) return null
    const before = past.find(
      (one) =>
        one.outcome === 'done' &&
        watched.includes(one.action) &&
        one.actor.type === 'user' &&
        one.actor.id === actor.id &&
        one.target.type === target.type &&
        one.target.id === target.id,
    )
    return before === undefined ? null : { facts: { before: before.id } }
  },
})

export const decidedByHand = defineRule({
  parameters: z.strictObject({ actions }),
  defaults: { actions: ['payment.outcome_decided', 'funds_link.made', 'funds_link.undone'] },
  judge: ({ action, outcome, actor }, { actions: watched }) =>
    outcome === 'done' && actor.type === 'user' && watched.includes(action) ? { facts: {} } : null,
})
