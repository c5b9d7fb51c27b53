import { randomUUID } from 'node:crypto'
import type { Prisma } from '../client.ts'
import type { Prisma as P } from '../generated/client.ts'

/** The one installation row: a demo chain reporting in euros unless told otherwise. */
export function createInstallation(db: Prisma, given: Partial<P.InstallationUncheckedCreateInput> = {}) {
  return db.installation.create({
    data: {
      id: randomUUID(),
      kind: 'demo',
      name: 'Test chain',
      logOrigin: 'test.invalid/counterfoil',
      reportingCurrency: 'EUR',
      hubId: randomUUID(),
      ...given,
    },
  })
}
