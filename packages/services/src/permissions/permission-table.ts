/** What can be allowed. Closed: a procedure or page names one of these or does not compile. */
export const permissions = [
  /** Which stores there are, how many report, and the rates figures are added up with: what every page's frame needs. */
  'chain.read',
  /** Live figures, alarms and the newest payments, also as they were; the live socket. */
  'live.read',
  /** Stores with their agents, terminals and what became of them. */
  'stores.read',
  /** Every payment down to the terminal's messages. */
  'payments.read',
] as const
export type Permission = (typeof permissions)[number]

/** What a signed-in person can be. */
export const personRoles = ['administrator', 'operations', 'finance', 'auditor', 'store_manager', 'technician'] as const
export type PersonRole = (typeof personRoles)[number]

/** All roles: people's, and those of things that ask by themselves. */
export const roles = [...personRoles, 'integration_token', 'wall_screen'] as const
export type Role = (typeof roles)[number]

const yes = true
const no = false

/** Who may do what. Where they may do it is their reach. `docs/permissions.md` is written from this table. */
export const permissionTable = {
  administrator: { 'chain.read': yes, 'live.read': yes, 'stores.read': yes, 'payments.read': yes },
  operations: { 'chain.read': yes, 'live.read': yes, 'stores.read': yes, 'payments.read': yes },
  finance: { 'chain.read': yes, 'live.read': yes, 'stores.read': yes, 'payments.read': yes },
  auditor: { 'chain.read': yes, 'live.read': yes, 'stores.read': yes, 'payments.read': yes },
  store_manager: { 'chain.read': yes, 'live.read': yes, 'stores.read': yes, 'payments.read': yes },
  // Repairs terminals: their state is live, customers' payments are none of it.
  technician: { 'chain.read': yes, 'live.read': yes, 'stores.read': yes, 'payments.read': no },
  integration_token: { 'chain.read': yes, 'live.read': no, 'stores.read': yes, 'payments.read': yes },
  // Hangs where anybody passes by.
  wall_screen: { 'chain.read': yes, 'live.read': yes, 'stores.read': no, 'payments.read': no },
} as const satisfies Readonly<Record<Role, Readonly<Record<Permission, boolean>>>>

/** Whether the role may do it, somewhere. */
export function mayDo(role: Role, permission: Permission): boolean {
  return permissionTable[role][permission]
}

/** Everything the role may do, somewhere. */
export function permissionsOf(role: Role): Permission[] {
  return permissions.filter((permission) => mayDo(role, permission))
}
