import { recordActThroughPrisma } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'

export type InstallationKind = 'demo' | 'live'

export interface Installation {
  readonly id: string
  readonly kind: InstallationKind
  readonly name: string
  readonly hubId: string
  readonly reportingCurrency: string
}

/** Makes the one installation row of an empty database, or returns it; refuses to turn a live record into a demo or back. */
export async function ensureInstallation(
  ctx: ServiceContext,
  wanted: { readonly kind: InstallationKind; readonly name: string; readonly reportingCurrency: string },
): Promise<Installation & { readonly created: boolean }> {
  const found = await ctx.db.installation.findFirst()
  if (found) {
    if (found.kind !== wanted.kind) {
      throw new ServiceError(
        'conflict',
        `This database holds a ${found.kind} chain and cannot become a ${wanted.kind} one. Use another data folder or database.`,
      )
    }
    return { ...found, kind: wanted.kind, created: false }
  }
  const id = ctx.newId()
  const { kind, name, reportingCurrency } = wanted
  const row = await ctx.db.$transaction(async (tx) => {
    const data = { id, kind, name, logOrigin: `counterfoil/${id}`, reportingCurrency, hubId: ctx.newId() }
    const made = await tx.installation.create({ data })
    const after = { kind, reportingCurrency, logOrigin: made.logOrigin, hubId: made.hubId }
    await recordActThroughPrisma(ctx, tx, { action: 'installation.made', target: { type: 'installation', id }, after })
    return made
  })
  return { ...row, kind: wanted.kind, created: true }
}
