import { z } from 'zod'
import { breakGlass, decidedByHand, newAdministrator, resolvedTwice, roleChangeOutOfHours } from './about-people.ts'
import { agentGap, cardNumber, clock, fork, logGap } from './about-the-record.ts'
import { failedSignIns } from './failed-sign-ins.ts'
import type { Calendar, Rule } from './rule.ts'

export const CalendarParameters: z.ZodType<Calendar> = z
  .strictObject({
    timeZone: z.string().max(64).refine(isTimeZone, 'There is no such time zone.'),
    from: z.int().min(0).max(23),
    to: z.int().min(1).max(24),
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7),
  })
  .refine(({ from, to }) => from < to, 'Work ends after it begins.')

const calendar: Rule<Calendar> = {
  parameters: CalendarParameters,
  defaults: { timeZone: 'Europe/Berlin', from: 7, to: 20, weekdays: [1, 2, 3, 4, 5, 6] },
  judge: () => null,
}

/** Every rule by the name that its findings keep. `calendar` finds nothing: it says which day it is, and when people work. */
export const rules = {
  calendar: calendar as Rule,
  new_administrator: newAdministrator,
  role_change_out_of_hours: roleChangeOutOfHours,
  failed_sign_ins: failedSignIns,
  resolved_twice: resolvedTwice,
  decided_by_hand: decidedByHand,
  log_gap: logGap,
  agent_gap: agentGap,
  clock,
  fork,
  card_number: cardNumber,
  break_glass: breakGlass,
} as const satisfies Readonly<Record<string, Rule>>
export type RuleName = keyof typeof rules
export const ruleNames = Object.keys(rules) as readonly RuleName[]

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}
