/** Everything a person may be allowed to do. Closed: a procedure names one of these or does not compile. */
export const permissions = ['live.read', 'payments.read', 'stores.read', 'installation.read'] as const
export type Permission = (typeof permissions)[number]

/** Until there are roles, everybody who is fully signed in may do everything that exists. */
export function permissionsOf(_person: { readonly id: string }): ReadonlySet<Permission> {
  return new Set(permissions)
}
