/** The part of the chain somebody may know of. What lies beyond it does not exist for them. */
export type Reach =
  | { readonly kind: 'chain' }
  | { readonly kind: 'country'; readonly country: string }
  | { readonly kind: 'region'; readonly country: string; readonly region: string }
  | { readonly kind: 'stores'; readonly storeIds: readonly number[] }

export const wholeChain: Reach = { kind: 'chain' }
