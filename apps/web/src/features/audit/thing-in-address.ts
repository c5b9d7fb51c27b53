import { touchableTypes } from '@counterfoil/services/audit/vocabulary'

/** `payment:0198…` for things one can ask about; null for others. */
export function thingInAddress({ type, id }: { readonly type: string; readonly id: string }): string | null {
  return touchableTypes.some((one) => one === type) ? `${type}:${id}` : null
}
