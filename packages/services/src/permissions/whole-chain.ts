import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import type { Access } from './access.ts'
import { chainWidePermissions, mayDo, type Permission } from './permission-table.ts'
import { reachOf } from './stores-within.ts'

/** Whether somebody may do it with this role and reach, as far as one can tell before the question is known. */
export function mayDoWithin({ role, reach }: Access, permission: Permission): boolean {
  return mayDo(role, permission) && (reach.kind === 'chain' || !chainWidePermissions.includes(permission))
}

/** For verbs about what belongs to no part of the chain: `forbidden` to whoever reaches less than all of it. */
export function requireWholeChain({ actor }: Pick<ServiceContext, 'actor'>): void {
  if (reachOf(actor).kind === 'chain') return
  throw new ServiceError(
    'forbidden',
    'This is for accounts that reach the whole chain. An administrator of the whole chain can do it.',
    {
      reason: 'whole_chain_only',
    },
  )
}
