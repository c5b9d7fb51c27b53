import type { ServiceContext } from '../context.ts'
import type { Installation } from './ensure-installation.ts'

/** The installation this database belongs to, or null while it is empty. */
export async function findInstallation(ctx: ServiceContext): Promise<Installation | null> {
  const row = await ctx.db.installation.findFirst()
  return row && { ...row, kind: row.kind === 'demo' ? 'demo' : 'live' }
}
