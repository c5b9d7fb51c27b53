import { z } from 'zod'
import { recordActThroughPrisma } from '../audit/index.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { isTimeZone } from '../is-time-zone.ts'

export const NewStore = z.strictObject({
  /** The chain's own number of the place. */
  code: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,11}$/, 'letters, digits and hyphens, at most 12'),
  name: z.string().min(1).max(80),
  nameLang: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, 'a language tag such as de or zh-Hans'),
  country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166'),
  region: z.string().max(60),
  city: z.string().max(60),
  currency: z.string().regex(/^[A-Z]{3}$/, 'three capital letters, ISO 4217'),
  timeZone: z.string().refine(isTimeZone, 'a zone name such as Europe/Berlin'),
  cutOffMinutes: z.int().min(0).max(1_439),
  legalEntity: z.string().min(1).max(80),
  openedOn: z.iso.date(),
})
export type NewStore = z.infer<typeof NewStore>

/** Adds a store with its hours and revision counter; its legal entity is made when it is new. Returns the store's id. */
export async function addStore(ctx: ServiceContext, input: NewStore): Promise<number> {
  const store = NewStore.parse(input)
  return ctx.db.$transaction(async (tx) => {
    if (await tx.store.findUnique({ where: { code: store.code } })) {
      throw new ServiceError('conflict', `There is already a store with the code ${store.code}.`)
    }
    if (!(await tx.currency.findUnique({ where: { code: store.currency } }))) {
      throw new ServiceError('invalid', `${store.currency} is no currency of ISO 4217.`)
    }
    const entity =
      (await tx.legalEntity.findFirst({ where: { name: store.legalEntity, country: store.country } })) ??
      (await tx.legalEntity.create({ data: { name: store.legalEntity, country: store.country } }))
    const openedOn = new Date(`${store.openedOn}T00:00:00Z`)
    const row = await tx.store.create({
      data: {
        code: store.code,
        name: store.name,
        nameLang: store.nameLang,
        country: store.country,
        region: store.region,
        city: store.city,
        currency: store.currency,
        legalEntityId: entity.id,
        openedOn,
        hours: { create: { validFrom: openedOn, timeZone: store.timeZone, cutOffMinutes: store.cutOffMinutes } },
        rev: { create: {} },
      },
    })
    const { code, country, currency, timeZone, cutOffMinutes, openedOn: opened } = store
    const after = { code, country, currency, timeZone, cutOffMinutes, openedOn: opened, legalEntityId: entity.id }
    await recordActThroughPrisma(ctx, tx, { action: 'store.added', target: { type: 'store', id: String(row.id) }, after })
    return row.id
  })
}
