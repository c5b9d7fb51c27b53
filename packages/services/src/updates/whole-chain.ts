import type { Actor } from '../context.ts'

/** Whether nothing of the chain is outside of this person's reach. */
export function isWholeChain(actor: Extract<Actor, { readonly kind: 'user' }>): boolean {
  return actor.reach.kind === 'chain'
}
