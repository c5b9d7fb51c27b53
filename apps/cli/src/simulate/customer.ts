import type { SimulatedPayment, SimulatorOptions } from '@counterfoil/terminals'
import { UsageError } from '../cli-error.ts'

export const ENDINGS: readonly SimulatedPayment['ending'][] = [
  'approve',
  'decline',
  'cancel',
  'timeout',
  'unplug_before_result',
  'unplug_after_result',
  'garbage',
  'busy',
  'silent',
  'printer',
]

const CARDS = [
  { method: { scheme: 'girocard', funding: 'debit' }, card: { first6: '672800', last4: '4821', name: 'girocard' } },
  { method: { scheme: 'visa', funding: 'not_told' }, card: { first6: '476173', last4: '0119', name: 'Visa' } },
  { method: { scheme: 'mastercard', funding: 'not_told' }, card: { first6: '541333', last4: '0036', name: 'Mastercard' } },
] as const

/** What the simulated customer does: always `ending` if one is named, else nine approvals in ten. `speed` 2 = twice as fast. */
export function planFor(options: { ending: string | undefined; speed: number; random: () => number }): SimulatorOptions['plan'] {
  const fixed = options.ending === undefined ? undefined : ENDINGS.find((ending) => ending === options.ending)
  if (options.ending !== undefined && fixed === undefined) {
    throw new UsageError(`there is no ending "${options.ending}"; there are: ${ENDINGS.join(', ')}`)
  }
  return () => {
    const { method, card } = CARDS[Math.floor(options.random() * CARDS.length)] ?? CARDS[0]
    const draw = options.random()
    const ending = fixed ?? (draw < 0.9 ? 'approve' : draw < 0.97 ? 'decline' : 'cancel')
    return {
      ending,
      presentMs: 2_500 / options.speed,
      pinMs: 4_000 / options.speed,
      hostMs: 1_500 / options.speed,
      method,
      card,
      entry: 'chip',
    }
  }
}
