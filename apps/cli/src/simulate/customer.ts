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

/** The cards a simulated customer may hold, by what they are called on the command line. */
export const CARD_NAMES: readonly string[] = CARDS.map(({ method }) => method.scheme)

export interface CustomerOptions {
  /** How every payment ends; nine approvals in ten unless named. */
  readonly ending: string | undefined
  /** The card every customer holds; any of them unless named. */
  readonly card: string | undefined
  /** 2 = twice as fast. */
  readonly speed: number
  random(): number
}

/** What the simulated customer does. Throws `UsageError` for an ending or a card there is not. */
export function planFor(options: CustomerOptions): SimulatorOptions['plan'] {
  const fixed = options.ending === undefined ? undefined : ENDINGS.find((ending) => ending === options.ending)
  if (options.ending !== undefined && fixed === undefined) {
    throw new UsageError(`there is no ending "${options.ending}"; there are: ${ENDINGS.join(', ')}`)
  }
  const held = CARDS.filter(({ method }) => options.card === undefined || method.scheme === options.card)
  if (held.length === 0) throw new UsageError(`there is no card "${options.card}"; there are: ${CARD_NAMES.join(', ')}`)
  return () => {
    const { method, card } = held[Math.floor(options.random() * held.length)] ?? CARDS[0]
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
