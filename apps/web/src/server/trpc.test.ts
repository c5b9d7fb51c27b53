import { ServiceError } from '@counterfoil/services'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RequestContext } from './context.ts'
import type { Asker, Person } from './person.ts'
import { createCallerFactory, procedure, router } from './trpc.ts'

const recorded: unknown[][] = []
const services = {
  actor: { kind: 'user', id: 'p', sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] },
  now: () => new Date(0),
  newId: () => '0198c0de-0000-7000-8000-000000000001',
  pool: {
    async query(text: string, values: unknown[]) {
      if (text.includes('rate_bucket')) return { rows: [{ taken: true }] }
      recorded.push(values)
      return { rows: [] }
    },
  },
} as unknown as RequestContext['services']

const factorKit = {} as RequestContext['factorKit']

const person: Person = {
  kind: 'person',
  id: 'p',
  sessionId: 's',
  name: 'Maria Vogel',
  email: 'm@chain.example',
  bothFactors: true,
  factors: ['password', 'totp'],
  factorShownAt: new Date(0),
  idle: false,
  lastActionAt: new Date(0),
  access: { role: 'administrator', reach: { kind: 'chain' } },
}

const testRouter = router({
  ask: procedure({ permission: 'stores.read', audit: 'unlogged' })
    .input(z.object({ storeId: z.int() }))
    .query(({ input }) => input.storeId),
  refuse: procedure({ permission: 'stores.read', audit: 'unlogged' }).query(() => {
    throw new ServiceError('conflict', 'Somebody changed it first. Load it again.', { reason: 'changed', field: 'name' })
  }),
  change: procedure({ permission: 'stores.read', audit: 'unlogged', fresh: true }).mutation(() => 'changed'),
  burst: procedure({ permission: 'stores.read', audit: 'unlogged' }).query(() => {
    throw new Error('password of the database is 12345')
  }),
})
const metrics = { answered: () => {} }
const callerFor = (who: Asker | null, nowMs = 0) =>
  createCallerFactory(testRouter)({ asker: who, person: null, services, factorKit, metrics, nowMs: () => nowMs, replica: null })

describe('a procedure', () => {
  it('does not compile without naming its permission and its audit action', () => {
    // @ts-expect-error a procedure names the permission it needs
    expect(() => procedure({ audit: 'unlogged' })).not.toThrow()
    // @ts-expect-error and what it leaves in the audit record
    expect(() => procedure({ permission: 'stores.read' })).not.toThrow()
    // @ts-expect-error the permission is one of the closed list
    expect(() => procedure({ permission: 'stores.anything', audit: 'unlogged' })).not.toThrow()
    // @ts-expect-error the action is one of the closed list
    expect(() => procedure({ permission: 'stores.read', audit: 'stores.anything' })).not.toThrow()
  })

  it('refuses who is not signed in before it looks at the input', async () => {
    await expect(callerFor(null).ask({ storeId: 'x' as never })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it('refuses a session that has shown one factor only', async () => {
    await expect(callerFor({ ...person, bothFactors: false }).ask({ storeId: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('refuses a permission nobody gave', async () => {
    const permission = 'nothing.invented' as 'stores.read'
    const invented = router({ ask: procedure({ permission, audit: 'unlogged' }).query(() => 1) })
    const caller = createCallerFactory(invented)({
      asker: person,
      person,
      services,
      factorKit,
      metrics,
      nowMs: () => 0,
      replica: null,
    })
    await expect(caller.ask()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('that may be old asks the replica while it is near enough, the primary when it fails, and no other does', async () => {
    const asked: string[] = []
    const ask = (pool: unknown) => {
      asked.push(pool === away ? 'replica' : 'primary')
      if (pool === away && ending !== null) throw ending
      return asked.length
    }
    const invented = router({
      old: procedure({ permission: 'stores.read', audit: 'unlogged', mayBeOld: true }).query(({ ctx }) => ask(ctx.services.pool)),
      fresh: procedure({ permission: 'stores.read', audit: 'unlogged' }).query(({ ctx }) => ask(ctx.services.pool)),
    })
    const away = {} as RequestContext['services']['pool']
    let ending: Error | null = null
    const replica = { usable: () => away, failed: () => asked.push('left alone') } as unknown as RequestContext['replica']
    const caller = createCallerFactory(invented)({ asker: person, person, services, factorKit, metrics, nowMs: () => 0, replica })
    await caller.old()
    await caller.fresh()
    ending = Object.assign(new Error('terminating connection'), { code: '57P01' })
    await caller.old()
    ending = new ServiceError('not_found', 'There is no such store.')
    await expect(caller.old()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(asked).toEqual(['replica', 'primary', 'replica', 'left alone', 'primary', 'replica'])
  })

  it('records that it refused somebody, and why', async () => {
    recorded.length = 0
    await callerFor({ ...person, access: { role: 'wall_screen', reach: { kind: 'chain' } } })
      .ask({ storeId: 1 })
      .catch(() => {})
    const body = JSON.parse(String(Buffer.from(recorded[0]?.[8] as Uint8Array)))
    expect(recorded).toHaveLength(1)
    expect(body).toMatchObject({ action: 'access.refused', pci: ['10.2.1.4'], outcome: 'refused', reason: 'permission_missing' })
    expect(body.target).toEqual({ type: 'procedure', id: 'ask' })
  })

  it('tells whoever was away for fifteen minutes so, and keeps no record of a page that goes on asking', async () => {
    recorded.length = 0
    const away: Person = { ...person, idle: true, access: { role: 'wall_screen', reach: { kind: 'chain' } } }
    await expect(callerFor(away).ask({ storeId: 1 })).rejects.toMatchObject({ code: 'UNAUTHORIZED', cause: { reason: 'idle' } })
    expect(recorded).toEqual([])
  })

  it('that asks for a fresh factor takes one of the last five minutes and of a person only', async () => {
    await expect(callerFor(person, 300_000).change()).resolves.toBe('changed')
    const wanted = { code: 'FORBIDDEN', cause: { reason: 'factor_wanted' } }
    await expect(callerFor(person, 300_001).change()).rejects.toMatchObject(wanted)
    await expect(callerFor({ ...person, factorShownAt: null }).change()).rejects.toMatchObject(wanted)
    const token: Asker = { kind: 'token', id: 't', name: 'till', access: person.access }
    await expect(callerFor(token).change()).rejects.toMatchObject(wanted)
  })

  it('answers whoever may ask', async () => {
    await expect(callerFor(person).ask({ storeId: 417 })).resolves.toBe(417)
    await expect(callerFor(person).ask({ storeId: 'x' as never })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
      message: 'This cannot be asked: storeId is wrong. Correct it and try again.',
    })
  })

  it('hands on a verb’s refusal in its own words', async () => {
    await expect(callerFor(person).refuse()).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'Somebody changed it first. Load it again.',
    })
  })

  it('says nothing of what nobody foresaw', async () => {
    const error = await callerFor(person)
      .burst()
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    expect(String(error)).not.toContain('12345')
  })
})
