import type { ServiceContext } from '../context.ts'
import { findApprovers } from './build-roster.ts'
import { type KeptRoster, readPendingRoster, readRosterInForce } from './read-roster.ts'

export interface ApproverNow {
  readonly personId: string
  readonly name: string
  readonly passkeys: number
}

export interface Approvers {
  readonly inForce: { readonly number: number; readonly sinceMs: number; readonly people: readonly ApproverNow[] } | null
  readonly pending: {
    readonly number: number
    readonly proposedBy: string
    readonly proposedAtMs: number
    readonly added: readonly ApproverNow[]
    readonly removed: readonly ApproverNow[]
    readonly approvedBy: readonly string[]
    /** The actor is on the list in force and has not approved yet. */
    readonly mayApprove: boolean
  } | null
  /** Who could be on a list. */
  readonly candidates: readonly ApproverNow[]
  /** Active agents: that keep the list in force, that keep another or none, and that refused it. */
  readonly agents: { readonly current: number; readonly behind: number; readonly refused: number }
}

/** Who may approve dangerous commands, as agents know it. */
export async function getApprovers(ctx: Pick<ServiceContext, 'pool' | 'actor'>): Promise<Approvers> {
  const { pool, actor } = ctx
  const [inForce, pending, people] = [await readRosterInForce(pool), await readPendingRoster(pool), await findApprovers(pool)]
  const agents = await pool.query<Approvers['agents']>(
    `select count(*) filter (where known = $1)::int as current, count(*) filter (where known <> $1 and roster_refused is distinct from $1)::int as behind,
            count(*) filter (where known <> $1 and roster_refused = $1)::int as refused
     from (select case when roster_epoch = epoch then roster_number else 0 end as known, roster_refused from agent where state = 'active') a`,
    [inForce?.number ?? 0],
  )
  return {
    inForce:
      inForce === null
        ? null
        : { number: inForce.number, sinceMs: inForce.inForceSince?.getTime() ?? 0, people: peopleOf(inForce) },
    pending: pending === null || inForce === null ? null : await describePending(pending, inForce),
    candidates: count(people.map(({ id, name }) => ({ personId: id, name }))),
    agents: inForce === null ? { current: 0, behind: 0, refused: 0 } : (agents.rows[0] ?? { current: 0, behind: 0, refused: 0 }),
  }

  async function describePending(waiting: KeptRoster, before: KeptRoster) {
    const { rows } = await pool.query<{ id: string; name: string }>(
      `select u.id, u.name from approver_roster_approval a join "user" u on u.id = a.person_id where a.number = $1 order by a.approved_at`,
      [waiting.number],
    )
    const proposer = await pool.query<{ name: string }>('select name from "user" where id = $1', [waiting.proposedBy])
    const [old, now] = [peopleOf(before), peopleOf(waiting)]
    const keysOf = ({ roster }: KeptRoster, personId: string) =>
      roster.members.flatMap(({ person, credentialId }) => (person === `user:${personId}` ? [credentialId] : [])).toString()
    const me = actor.kind === 'user' ? actor.id : ''
    return {
      number: waiting.number,
      proposedBy: proposer.rows[0]?.name ?? '',
      proposedAtMs: waiting.proposedAt.getTime(),
      // Also who stays with other passkeys.
      added: now.filter(({ personId }) => keysOf(waiting, personId) !== keysOf(before, personId)),
      removed: old.filter((one) => !now.some(({ personId }) => personId === one.personId)),
      approvedBy: rows.map(({ name }) => name),
      mayApprove: old.some(({ personId }) => personId === me) && !rows.some(({ id }) => id === me),
    }
  }
}

function peopleOf({ roster }: KeptRoster): ApproverNow[] {
  return count(roster.members.map(({ person, name }) => ({ personId: person.slice('user:'.length), name })))
}

function count(keys: readonly { readonly personId: string; readonly name: string }[]): ApproverNow[] {
  const people = new Map<string, ApproverNow>()
  for (const { personId, name } of keys)
    people.set(personId, { personId, name, passkeys: (people.get(personId)?.passkeys ?? 0) + 1 })
  return [...people.values()]
}
