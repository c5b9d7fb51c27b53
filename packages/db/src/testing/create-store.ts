import { randomInt } from 'node:crypto'
import type { Prisma } from '../client.ts'
import type { Prisma as P } from '../generated/client.ts'

export interface StoreGiven
  extends Partial<Omit<P.StoreUncheckedCreateInput, 'hours' | 'rev' | 'lanes' | 'agents' | 'terminals'>> {
  readonly timeZone?: string
  readonly cutOffMinutes?: number
}

/** A store in Berlin with its hours and counter, and a legal entity of its own unless one is given. */
export async function createStore(db: Prisma, { timeZone = 'Europe/Berlin', cutOffMinutes = 0, ...given }: StoreGiven = {}) {
  const country = given.country ?? 'DE'
  const legalEntityId = given.legalEntityId ?? (await createLegalEntity(db, { country })).id
  const number = randomInt(1_000_000_000)
  return db.store.create({
    data: {
      code: `T${number}`,
      name: `Testfiliale ${number}`,
      nameLang: 'de',
      region: 'Berlin',
      city: 'Berlin',
      currency: 'EUR',
      openedOn: new Date('2020-01-01'),
      ...given,
      country,
      legalEntityId,
      hours: { create: { validFrom: new Date('2020-01-01'), timeZone, cutOffMinutes } },
      rev: { create: {} },
    },
  })
}

export function createLegalEntity(db: Prisma, given: Partial<P.LegalEntityUncheckedCreateInput> = {}) {
  return db.legalEntity.create({ data: { name: 'Test GmbH', country: 'DE', ...given } })
}
