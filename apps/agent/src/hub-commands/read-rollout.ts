import { isCanonical } from '@counterfoil/audit'
import { Rollout } from '@counterfoil/protocol'

/** What two people want on many agents, out of the exact text they approved; undefined when it is not one. */
export function readRollout(text: unknown): Rollout | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const value: unknown = JSON.parse(text)
    const rollout = Rollout.safeParse(value)
    return rollout.success && isCanonical(text, value) ? rollout.data : undefined
  } catch {
    return undefined
  }
}
