import type { Actor } from '../context.ts'

/** Who did it, as the columns of an interval or a seal. */
export function actorColumns(actor: Actor): [type: string, id: string] {
  return [actor.kind, actor.kind === 'system' ? actor.name : String(actor.id)]
}

/** Both in one text, e.g. `user:…`. */
export const actorText = (actor: Actor): string => actorColumns(actor).join(':')
