import type { Actor } from '../context.ts'

/** Who made a row, in one word: an account's id, or the part of the product. */
export function madeBy(actor: Actor): string {
  switch (actor.kind) {
    case 'user':
      return actor.id
    case 'system':
      return actor.name
    case 'token':
    case 'screen':
    case 'agent':
      return `${actor.kind} ${actor.id}`
  }
}
