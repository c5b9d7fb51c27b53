import { ServiceError } from '@counterfoil/services'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RequestContext } from './context.ts'
import type { Person } from './person.ts'
import { createCallerFactory, procedure, router } from './trpc.ts'

const person: Person = {
  id: 'p',
  sessionId: 's',
  name: 'Maria Vogel',
  email: 'm@chain.example',
  bothFactors: true,
  access: { role: 'administrator', reach: { kind: 'chain' } },
}

const testRouter = router({
  ask: procedure('stores.read')
    .input(z.object({ storeId: z.int() }))
    .query(({ input }) => input.storeId),
  refuse: procedure('stores.read').query(() => {
    throw new ServiceError('conflict', 'Somebody changed it first. Load it again.', { reason: 'changed', field: 'name' })
  }),
  burst: procedure('stores.read').query(() => {
    throw new Error('password of the database is 12345')
  }),
})
// The procedures of this router never touch the services.
const callerFor = (who: Person | null) =>
  createCallerFactory(testRouter)({ person: who, services: {} as RequestContext['services'], nowMs: () => 0 })

describe('a procedure', () => {
  it('does not compile without naming its permission', () => {
    // @ts-expect-error a procedure names the permission it needs
    expect(() => procedure()).not.toThrow()
    // @ts-expect-error the permission is one of the closed list
    expect(() => procedure('stores.anything')).not.toThrow()
  })

  it('refuses who is not signed in before it looks at the input', async () => {
    await expect(callerFor(null).ask({ storeId: 'x' as never })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  it('refuses a session that has shown one factor only', async () => {
    await expect(callerFor({ ...person, bothFactors: false }).ask({ storeId: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('refuses a permission nobody gave', async () => {
    const invented = router({ ask: procedure('nothing.invented' as 'stores.read').query(() => 1) })
    const caller = createCallerFactory(invented)({ person, services: {} as RequestContext['services'], nowMs: () => 0 })
    await expect(caller.ask()).rejects.toMatchObject({ code: 'FORBIDDEN' })
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
