import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSource, decideProposal, getException, reopenException, resolveException } from '../../src/funds/index.ts'
import type { ServiceContext } from '../../src/index.ts'
import { newId } from '../ingest-bed.ts'
import { ACCOUNT, type FundsBed, openFundsBed } from './funds-bed.ts'

let bed: FundsBed
let [anna, bo]: ServiceContext[] = []
async function person(): Promise<ServiceContext> {
  const id = newId()
  await bed.database.pool.query('insert into "user" (id, name, email, role) values ($1, $1, $2, $3)', [
    id,
    `${id}@chain.example`,
    'finance',
  ])
  return { ...bed.ctx, actor: { kind: 'user', id, sessionId: 's', reach: { kind: 'chain' }, factors: ['password', 'totp'] } }
}
beforeAll(async () => {
  bed = await openFundsBed()
  ;[anna, bo] = [await person(), await person()]
  await addSource(bed.ctx, {
    ...{ name: 'Adyen M1', kind: 'acquirer', acquirer: 'adyen', merchantAccount: 'M1', calendars: ['every-day'] },
    ...{ dueAfterDays: 1, dueBy: '10:00', timeZone: 'Europe/Berlin', activeFrom: '2026-05-20' },
  })
})
afterAll(() => bed?.[Symbol.asyncDispose]())

const as = (who: ServiceContext | undefined): ServiceContext => who ?? bed.ctx
const file = (day: string): string => `FILE_MISSING Adyen M1 ${day}`
const stateOf = async (key: string): Promise<string> =>
  (await bed.database.owner.query('select state from funds_exception where key = $1', [key])).rows[0]?.state
const told = async (): Promise<number> => {
  const { rows } = await bed.database.owner.query('select count(*)::int as n from funds_exception_act')
  return rows[0].n
}
/** Two sales of a day whose file does not come; each is below what one person may decide, both are above. */
async function lose(day: string, amounts: readonly number[], today: string): Promise<string[]> {
  const sales: string[] = []
  for (const [at, amountMinor] of amounts.entries()) sales.push(await bed.pay({ day, basket: `${day}-${at}`, amountMinor }))
  bed.moveTo(today)
  await bed.run()
  return sales.map((id) => `MISSING_IN_SETTLEMENT ${id}`)
}

it('a missing file is as large as what it silences: above the limit two people settle it, and then what it silenced speaks', async () => {
  const [first = '', second = ''] = await lose('2026-05-20', [6_000, 6_000], '2026-05-26')
  expect([await stateOf(file('2026-05-20')), await stateOf(first)]).toEqual(['open', 'silenced'])
  expect((await getException(as(anna), { key: file('2026-05-20') })).second).toEqual({
    ...{ of: 'silenced', amountMinor: 12_000, limitMinor: 10_000, currency: 'EUR' },
  })
  expect((await getException(as(anna), { key: first })).second).toBeNull()
  expect(await resolveException(as(anna), { key: file('2026-05-20'), resolution: 'accepted', body: 'It never comes.' })).toBe(
    'proposed',
  )
  await bed.run()
  // Nobody but one has said so.
  expect([await stateOf(first), await stateOf(second)]).toEqual(['silenced', 'silenced'])
  const acts = await told()
  await decideProposal(as(bo), { key: file('2026-05-20'), approve: true, body: 'They say so too.' })
  expect(await told()).toBe(acts + 1)
  await bed.run()
  expect([await stateOf(first), await stateOf(second)]).toEqual(['open', 'open'])
  expect(await bed.payment(first.split(' ')[1] ?? '')).toMatchObject({ health: 'late' })
  expect((await bed.run()).run).toBeNull()
  // Asked for again, it silences them again.
  await reopenException(as(anna), { key: file('2026-05-20'), body: 'They found it.' })
  await bed.run()
  expect([await stateOf(first), await stateOf(second)]).toEqual(['silenced', 'silenced'])
})

it('one person settles a small one, which hides nothing either', async () => {
  const [only = ''] = await lose('2026-05-27', [900], '2026-06-03')
  expect(await stateOf(only)).toBe('silenced')
  const key = file('2026-05-27')
  expect((await getException(as(anna), { key })).second).toBeNull()
  const client = await bed.database.pool.connect()
  const heard: string[] = []
  client.on('notification', ({ payload }) => heard.push(payload ?? ''))
  await client.query('listen counterfoil_changes')
  expect(await resolveException(as(anna), { key, resolution: 'accepted', body: 'Nine euros.' })).toBe('resolved')
  await client.query('select 1')
  client.release(true)
  // Without a run nothing of this would be seen.
  expect(heard.some((payload) => JSON.parse(payload).entity === 'funds_file')).toBe(true)
  await bed.run()
  expect(await stateOf(only)).toBe('open')
})

it('one word about a statement is not for those of later weeks, nor for the money on them', async () => {
  await addSource(bed.ctx, {
    ...{ name: 'House bank', kind: 'bank', account: ACCOUNT, calendars: ['target2'] },
    ...{ dueAfterDays: 1, dueBy: '10:00', timeZone: 'Europe/Berlin', activeFrom: '2026-06-01' },
  })
  bed.moveTo('2026-06-04')
  await bed.pay({ day: '2026-06-04', basket: 'large', amountMinor: 500_000 })
  await bed.settle('77', '2026-06-09', [
    { reference: 'PSP-77', merchantReference: 'large', grossMinor: 500_000, day: '2026-06-04' },
  ])
  await bed.statement({ day: '2026-06-05', sequence: 1, opening: 0, lines: [{ amountMinor: -1, text: 'A fee' }] })
  bed.moveTo('2026-06-10')
  await bed.run()
  const statement = (day: string): string => `FILE_MISSING ${ACCOUNT} ${day}`
  expect(await stateOf(statement('2026-06-08'))).toBe('open')
  expect(await resolveException(as(anna), { key: statement('2026-06-08'), resolution: 'accepted', body: 'One day.' })).toBe(
    'resolved',
  )
  await bed.run()
  bed.moveTo('2026-07-20')
  await bed.run()
  // The bank has sent nothing for six weeks.
  expect(await stateOf(statement('2026-06-09'))).toBe('open')
  await resolveException(as(anna), { key: statement('2026-06-09'), resolution: 'accepted', body: 'No statements any more.' })
  await bed.run()
  const { rows } = await bed.database.owner.query(
    `select state, amount_minor::int4 as amount from funds_exception where code = 'MISSING_IN_BANK'`,
  )
  expect(rows).toEqual([{ state: 'open', amount: 495_000 }])
  expect((await bed.run()).run).toBeNull()
})

it('no date in a file stands for days after it came: with a wrong year nothing would be missing ever after', async () => {
  bed.moveTo('2026-07-21')
  await bed.pay({ day: '2026-07-20', basket: 'later', amountMinor: 200_000 })
  const { payoutId } = await bed.settle('78', '2026-08-20', [
    { reference: 'PSP-78', merchantReference: 'later', grossMinor: 200_000, day: '2062-07-20' },
  ])
  await bed.statement({ day: '2062-07-20', sequence: 2, opening: -1, lines: [{ amountMinor: -1, text: 'A fee' }] })
  await bed.run()
  // It is due in a month.
  expect(await stateOf(`MISSING_IN_BANK ${payoutId}`)).toBeUndefined()
  await bed.pay({ day: '2026-07-22', basket: 'untold', amountMinor: 900 })
  bed.moveTo('2026-07-27')
  await bed.run()
  const { rows } = await bed.database.owner.query(
    `select key from funds_exception where code = 'FILE_MISSING' and state = 'open' and day >= '2026-07-20' order by key`,
  )
  expect(rows.map(({ key }) => key)).toEqual([file('2026-07-20'), file('2026-07-22'), `FILE_MISSING ${ACCOUNT} 2026-07-20`])
})
