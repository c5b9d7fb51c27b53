import type { PersonRole, Role } from './permission-table.ts'
import type { Reach } from './reach.ts'
import { type ReachRow, reachColumnsOf, readReach } from './reach-row.ts'

/** What somebody is allowed and where. */
export interface Access {
  readonly role: Role
  readonly reach: Reach
}

/** As it stands in the account's row. */
export interface AccessRow extends ReachRow {
  readonly role: PersonRole
}

/** SQL text: what `readAccess` needs, of `"user" u`. */
export const accessColumns = `u.role, ${reachColumnsOf('u')}`

export function readAccess({ role, ...reach }: AccessRow): Access {
  return { role, reach: readReach(reach) }
}
