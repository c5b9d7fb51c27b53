import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { disableUnused, enablePerson, UNUSED_AFTER_MS } from '../src/people/index.ts'
import { DAY_MS, openPeopleBed, type PeopleBed } from './people-bed.ts'

let bed: PeopleBed
beforeEach(async () => {
  bed = await openPeopleBed()
})
afterEach(() => bed.close())

const ago = (ms: number) => new Date(bed.nowMs - ms)
const stateOf = async (id: string) => (await bed.row(id)).state

describe('an account nobody used', () => {
  it('is disabled after 90 days and not a moment before', async () => {
    await bed.addPerson({ role: 'administrator' })
    const used = await bed.addPerson({ lastSeenAt: ago(UNUSED_AFTER_MS - 1) })
    const unused = await bed.addPerson({ lastSeenAt: ago(UNUSED_AFTER_MS) })
    const session = await bed.addSession(unused)
    expect(await disableUnused(bed.as())).toEqual([unused])
    expect([await stateOf(used), await stateOf(unused)]).toEqual(['active', 'disabled'])
    const [act] = await bed.acts(unused)
    expect(act).toMatchObject({ action: 'person.disabled', actor: 'test', body: { after: { because: 'unused' } } })
    expect((await bed.acts(session))[0]?.action).toBe('session.ended')
    expect(await disableUnused(bed.as())).toEqual([])
  })

  it('counts from the day it was made, when nobody ever signed in', async () => {
    await bed.addPerson({ role: 'administrator' })
    const invited = await bed.addPerson()
    await bed.database.pool.query('update "user" set last_seen_at = null, created_at = $2 where id = $1', [
      invited,
      ago(89 * DAY_MS),
    ])
    expect(await disableUnused(bed.as())).toEqual([])
    bed.nowMs += DAY_MS
    expect(await disableUnused(bed.as())).toEqual([invited])
  })

  it('counts from the day it was let in again', async () => {
    const admin = await bed.addPerson({ role: 'administrator' })
    const person = await bed.addPerson({ lastSeenAt: ago(UNUSED_AFTER_MS) })
    await disableUnused(bed.as())
    await enablePerson(bed.as(admin), { id: person })
    expect(await disableUnused(bed.as())).toEqual([])
    bed.nowMs += UNUSED_AFTER_MS
    expect(await disableUnused(bed.as())).toContain(person)
  })

  it('stays when it is the last administrator of the whole chain; of several, the one seen last', async () => {
    const [older, newer] = [
      await bed.addPerson({ role: 'administrator', lastSeenAt: ago(120 * DAY_MS) }),
      await bed.addPerson({ role: 'administrator', lastSeenAt: ago(100 * DAY_MS) }),
    ]
    const ofOneCountry = await bed.addPerson({
      role: 'administrator',
      reach: { kind: 'country', country: 'DE' },
      lastSeenAt: ago(95 * DAY_MS),
    })
    expect(await disableUnused(bed.as())).toEqual([older, ofOneCountry])
    expect(await stateOf(newer)).toBe('active')
  })

  it('is disabled once when several hubs look at the same time', async () => {
    await bed.addPerson({ role: 'administrator' })
    const unused = await bed.addPerson({ lastSeenAt: ago(UNUSED_AFTER_MS) })
    const found = await Promise.all([1, 2, 3].map(() => disableUnused(bed.as())))
    expect(found.flat()).toEqual([unused])
    expect((await bed.acts(unused)).map(({ action }) => action)).toEqual(['person.disabled'])
  })

  it('can be judged alone', async () => {
    await bed.addPerson({ role: 'administrator' })
    const [one, other] = [
      await bed.addPerson({ lastSeenAt: ago(UNUSED_AFTER_MS) }),
      await bed.addPerson({ lastSeenAt: ago(UNUSED_AFTER_MS) }),
    ]
    expect(await disableUnused(bed.as(), { id: one })).toEqual([one])
    expect(await stateOf(other)).toBe('active')
  })
})
