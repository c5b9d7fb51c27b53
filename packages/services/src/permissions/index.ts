export { type Access, type AccessRow, accessColumns, readAccess } from './access.ts'
export { changeAccess, type PersonAccess } from './change-access.ts'
export { findAccess } from './find-access.ts'
export { checkGivenReach, GivenReach } from './given-reach.ts'
export {
  chainWidePermissions,
  mayDo,
  type Permission,
  type PersonRole,
  permissions,
  permissionsOf,
  permissionTable,
  personRoles,
  type Role,
  roles,
} from './permission-table.ts'
export { type Reach, wholeChain } from './reach.ts'
export { cutScope, isWithin, reachOf, type StoresWithin, storesWithin } from './stores-within.ts'
export { mayDoWithin, requireWholeChain } from './whole-chain.ts'
