import type { ReadReplica } from '@counterfoil/db'
import { expect, it } from 'vitest'
import { readFromReplica } from './read-from-replica.ts'

const pool = {} as NonNullable<ReturnType<ReadReplica['usable']>>

/** Who was asked, when the replica ends every question this way. */
async function asked(error: Error | null, usable = true) {
  const asks: string[] = []
  const failures: number[] = []
  const result = await readFromReplica(
    { usable: () => (usable ? pool : undefined), failed: () => failures.push(1) },
    async (given) => {
      asks.push(given === pool ? 'replica' : 'primary')
      return given === pool && error !== null ? { ok: false, error } : { ok: true }
    },
  )
  return { asks, failed: failures.length, ok: result.ok }
}
const withCode = (code: string) => Object.assign(new Error('x'), { code })
/** As tRPC hands on what a procedure threw. */
const wrapped = (cause: Error) => Object.assign(new Error('y', { cause }), { code: 'INTERNAL_SERVER_ERROR' })

it('asks the replica while it may be used, else the primary', async () => {
  expect(await asked(null)).toEqual({ asks: ['replica'], failed: 0, ok: true })
  expect(await asked(null, false)).toEqual({ asks: ['primary'], failed: 0, ok: true })
})

it.each([withCode('57P01'), withCode('40001'), withCode('ECONNREFUSED'), new Error('Connection terminated unexpectedly')])(
  'asks the primary again when the replica is at fault (%s)',
  async (error) => {
    expect(await asked(wrapped(error))).toEqual({ asks: ['replica', 'primary'], failed: 1, ok: true })
  },
)

it('gives on what is nobody’s fault but the asker’s', async () => {
  expect(await asked(withCode('22P02'))).toEqual({ asks: ['replica'], failed: 0, ok: false })
  expect(await asked(wrapped(new Error('forbidden')))).toEqual({ asks: ['replica'], failed: 0, ok: false })
})
