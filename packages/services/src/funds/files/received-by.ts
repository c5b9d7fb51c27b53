import type { Actor } from '../../context.ts'

/** Who brought a file, or decided about it, in one word: an account's id, or the part of the product. */
export function receivedBy(actor: Actor): string {
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
