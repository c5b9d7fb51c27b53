import { afterAll, beforeAll, expect, it } from 'vitest'
import { addContract, getAgreements } from '../../src/funds/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { ACCOUNT, CONTRACT, type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
beforeAll(async () => {
  bed = await openFundsBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

it('shows each contract with all its versions, the newest first, and what stands beside it', async () => {
  await addContract(bed.ctx, { ...CONTRACT, version: 2, validFrom: '2026-06-01', settlementLag: 3 })
  const { contracts, routes, accounts, calendars } = await getAgreements(bed.ctx)
  expect(contracts).toHaveLength(1)
  const [agreed] = contracts
  expect(agreed).toMatchObject({ id: 'adyen-de', acquirer: 'adyen', merchantAccount: 'M1', currency: 'EUR' })
  expect(agreed?.versions.map(({ version, contract }) => [version, contract?.settlementLag])).toEqual([
    [2, 3],
    [1, 2],
  ])
  expect(routes).toMatchObject([{ acquirer: 'adyen', merchantAccount: 'M1', store: null }])
  expect(accounts).toMatchObject([{ number: ACCOUNT, name: 'House bank' }])
  const target2 = calendars.find(({ name }) => name === 'target2')
  expect(target2?.years).toContain(2026)
  expect(target2?.closedDays).toBeGreaterThan(0)
})

it('is nobody’s who reaches a part of the chain', async () => {
  const actor = { kind: 'user', id: 'x', sessionId: 's', reach: { kind: 'country', country: 'DE' }, factors: [] }
  await expect(getAgreements({ ...bed.ctx, actor } as unknown as ServiceContext)).rejects.toMatchObject({ code: 'forbidden' })
})
