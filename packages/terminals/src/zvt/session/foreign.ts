import { patch, setUnreachable, type Turn } from './turn.ts'

/** Whether a framer's reason names another protocol than ZVT. */
function isForeign(why: string): boolean {
  return /not (a )?ZVT|another protocol/.test(why)
}

/** Text before the first message: many terminals greet with their version, and then speak ZVT. */
function isPerhapsBanner(why: string): boolean {
  return why.includes('a version banner')
}

/** Something else than ZVT was heard before the registration: said at once, unless it may be a banner. */
export function noteStrange(turn: Turn, why: string): void {
  if (turn.state.registered || !isForeign(why)) return
  patch(turn, { strange: why })
  if (!isPerhapsBanner(why)) setForeignIfStrange(turn)
}

/** The connection comes to nothing: if all that was heard on it is strange, that is the reason. */
export function setForeignIfStrange(turn: Turn): boolean {
  const { registered, strange } = turn.state
  if (registered || strange === undefined) return false
  const text = /ECR17/.test(strange) ? 'Answers like ECR17, not ZVT.' : `Does not answer like ZVT: ${strange}.`
  setUnreachable(turn, 'foreign_protocol', text)
  return true
}
