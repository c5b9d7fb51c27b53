import type { LoggedFor } from '../audit-actions.ts'

/** PCI DSS v4.0.1, 10.2.1. */
export const requirements = [
  '10.2.1.1',
  '10.2.1.2',
  '10.2.1.3',
  '10.2.1.4',
  '10.2.1.5',
  '10.2.1.6',
  '10.2.1.7',
] as const satisfies readonly LoggedFor[]

export const outcomes = ['done', 'refused', 'failed'] as const

/** Things of which one can ask for all that touched them. */
export const touchableTypes = [
  'person',
  'payment',
  'terminal',
  'store',
  'agent',
  'token',
  'screen',
  'card_alarm',
  'device',
] as const
export type TouchableType = (typeof touchableTypes)[number]
