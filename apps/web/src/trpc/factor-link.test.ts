import { TRPCClientError, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import { describe, expect, it } from 'vitest'
import type { AppRouter } from '../server/root.ts'
import { createFactorDesk, type FactorDesk } from './factor-desk.ts'
import { factorLink } from './factor-link.ts'

type Sent = ReturnType<ReturnType<TRPCLink<AppRouter>>>

/** What a server answers, one after the other: a refusal's reason, or null for done. */
function send(desk: FactorDesk, answers: readonly (string | null)[]) {
  let sent = 0
  const next = () =>
    observable((observer) => {
      const reason = answers[sent++]
      if (reason === null) {
        observer.next({ result: { type: 'data', data: 'done' } })
        observer.complete()
      } else observer.error(refusal(String(reason)))
    }) as Sent
  const op = { id: 1, type: 'mutation', path: 'people.changeRole', input: {}, context: {}, signal: null } as const
  const heard: unknown[] = []
  const { unsubscribe } = factorLink(desk)({} as never)({ op, next: next as never }).subscribe({
    next: ({ result }) => heard.push('data' in result ? result.data : result),
    error: (error) => heard.push(error.data?.reason),
  })
  return { heard, unsubscribe, sent: () => sent }
}

function refusal(reason: string) {
  const data = { code: 'FORBIDDEN', httpStatus: 403, path: 'people.changeRole', fields: [], reason } as const
  return TRPCClientError.from<AppRouter>({ error: { code: -32003, message: 'no', data } })
}
/** Lets what waits on a settled promise run. */
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('a procedure refused for want of a factor', () => {
  it.each(['factor_wanted', 'idle'])('waits (%s), and is sent again once one was shown', async (reason) => {
    const desk = createFactorDesk()
    const { heard, sent } = send(desk, [reason, null])
    expect([...desk.wants()]).toEqual([reason])
    expect(heard).toEqual([])
    desk.shown()
    await settled()
    expect(heard).toEqual(['done'])
    expect(sent()).toBe(2)
    expect(desk.wants().size).toBe(0)
  })

  it('fails with its refusal when the person would not', async () => {
    const desk = createFactorDesk()
    const { heard, sent } = send(desk, ['factor_wanted', null])
    desk.gaveUp()
    await settled()
    expect(heard).toEqual(['factor_wanted'])
    expect(sent()).toBe(1)
  })

  it('cannot be given up by somebody who is away', async () => {
    const desk = createFactorDesk()
    const { heard } = send(desk, ['idle', null])
    desk.gaveUp()
    await settled()
    expect(heard).toEqual([])
    expect([...desk.wants()]).toEqual(['idle'])
  })

  it('asks again when the factor was not enough', async () => {
    const desk = createFactorDesk()
    const { heard } = send(desk, ['idle', 'factor_wanted', null])
    desk.shown()
    await settled()
    expect([...desk.wants()]).toEqual(['factor_wanted'])
    desk.shown()
    await settled()
    expect(heard).toEqual(['done'])
  })

  it('is not sent again for somebody who no longer waits for it', async () => {
    const desk = createFactorDesk()
    const { heard, sent, unsubscribe } = send(desk, ['factor_wanted', null])
    unsubscribe()
    desk.shown()
    await settled()
    expect(heard).toEqual([])
    expect(sent()).toBe(1)
  })

  it('shares one dialog with all the others', async () => {
    const desk = createFactorDesk()
    const both = [send(desk, ['factor_wanted', null]), send(desk, ['factor_wanted', null])]
    let changes = 0
    desk.subscribe(() => changes++)
    desk.shown()
    await settled()
    expect(both.map(({ heard }) => heard)).toEqual([['done'], ['done']])
    expect(changes).toBe(1)
  })
})

describe('any other refusal', () => {
  it('goes straight back', () => {
    const desk = createFactorDesk()
    expect(send(desk, ['permission_missing', null]).heard).toEqual(['permission_missing'])
    expect(desk.wants().size).toBe(0)
  })
})
