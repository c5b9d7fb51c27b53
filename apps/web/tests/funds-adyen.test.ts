import { addConnector } from '@counterfoil/services/funds/pulls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adyenReport } from '../../../packages/services/tests/funds-bed.ts'
import { listen } from './support/providers/listen.ts'
import { type AdyenFault, type AdyenServer, adyenNotice, openAdyen } from './support/providers/open-adyen.ts'
import { openPullsBed, type PullsBed } from './support/providers/open-pulls-bed.ts'

const HMAC_KEY = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056'
const REPORT = { user: 'report@Company.Chain', password: 'words for reports' }
const NOTICE = { user: 'adyen', password: 'words for notices' }
const API_KEY = 'AQE_api_key'
const told = { authorization: `Basic ${Buffer.from(`${NOTICE.user}:${NOTICE.password}`).toString('base64')}` }

let bed: PullsBed
let adyen: AdyenServer
beforeAll(async () => {
  bed = await openPullsBed('2026-05-13T10:30:00+08:00')
  adyen = await openAdyen({ ...REPORT, apiKey: API_KEY })
  await bed.start({ adyen: adyen.origin })
  await add('daily', { report: REPORT, hmacKey: HMAC_KEY, notice: NOTICE })
  await add('keyed', { apiKey: API_KEY, hmacKey: HMAC_KEY })
})
afterAll(async () => {
  await bed?.close()
  await adyen?.close()
})

const add = (name: string, secrets: Extract<Parameters<typeof addConnector>[1], { kind: 'adyen' }>['secrets']) =>
  addConnector(bed.ctx, { name, kind: 'adyen', pattern: 'settlement_detail_report*', settings: { account: 'M1' }, secrets })
const pathOf = (name: string) => `/reports/download/MerchantAccount/M1/${name}`
function report(batch: number) {
  const name = `settlement_detail_report_batch_${batch}.csv`
  adyen.put(pathOf(name), adyenReport({ batch }))
  return { name, url: `${adyen.origin}${pathOf(name)}` }
}
const asked = (name: string) => adyen.asked.filter((path) => path === pathOf(name)).length
const settled = (pull: string, name: string) =>
  expect.poll(async () => (await bed.bills(pull)).find((bill) => bill.name === name), { timeout: 60_000, interval: 20 })

describe('reports of Adyen', () => {
  it('are fetched when Adyen tells of them, once, however often it tells', async () => {
    const [one, other] = [report(501), report(502)]
    const elsewise = { name: 'received_payments_report.csv', url: `${adyen.origin}${pathOf('received_payments_report.csv')}` }
    const sold = { name: '8835', url: '', eventCode: 'AUTHORISATION' }
    const failed = { ...report(503), success: 'false' }
    const notice = adyenNotice([one, elsewise, sold, failed], HMAC_KEY)
    expect(await Promise.all([1, 2, 3].map(() => bed.tell('daily', notice, told)))).toEqual(
      [1, 2, 3].map(() => ({ status: 200, text: '[accepted]' })),
    )
    expect(await bed.tell('keyed', adyenNotice([other], HMAC_KEY))).toEqual({ status: 200, text: '[accepted]' })
    await settled('daily', one.name).toMatchObject({ state: 'fetched' })
    await settled('keyed', other.name).toMatchObject({ state: 'fetched' })
    expect(await bed.file(one.name)).toMatchObject({ via: 'api', by: 'adyen', state: 'imported' })
    expect(await bed.tell('daily', notice, told)).toMatchObject({ status: 200 })
    await bed.lookAgain(['daily', 'keyed'], 31)
    expect(await bed.bills('daily')).toEqual([{ name: one.name, state: 'fetched', trouble: null }])
    expect([asked(one.name), asked(other.name)]).toEqual([1, 1])
  })

  it('are fetched for nobody but Adyen, and that somebody tried is recorded once an hour', async () => {
    const one = report(510)
    const good = adyenNotice([one], HMAC_KEY)
    const wrong: readonly [string, Record<string, string>][] = [
      [good, {}],
      [good, { authorization: `Basic ${Buffer.from(`${NOTICE.user}:guess`).toString('base64')}` }],
      [adyenNotice([one], null), told],
      [adyenNotice([one], HMAC_KEY.replace('4', '5')), told],
      [adyenNotice([report(511)], HMAC_KEY, (text) => text.replaceAll('batch_511', 'batch_510')), told],
      [adyenNotice([{ ...one, url: `${adyen.origin}/reports/download/MerchantAccount/M2/${one.name}` }], HMAC_KEY), told],
      [adyenNotice([{ ...one, url: `${adyen.origin}${pathOf('other.csv')}` }], HMAC_KEY), told],
      ['no notice', told],
    ]
    for (const [body, headers] of wrong) expect(await bed.tell('daily', body, headers)).toMatchObject({ status: 401 })
    // Of an account that is not ours, though signed.
    expect(await bed.tell('daily', adyenNotice([{ ...one, account: 'M2' }], HMAC_KEY), told)).toMatchObject({ status: 200 })
    expect((await bed.bills('daily')).filter(({ name }) => name === one.name)).toEqual([])
    expect(await bed.refusals('daily')).toEqual(['notice_sign_in_wrong'])
    bed.passes(61)
    expect(await bed.tell('daily', adyenNotice([one], null), told)).toMatchObject({ status: 401 })
    expect(await bed.refusals('daily')).toEqual(['notice_sign_in_wrong', 'notice_signature_wrong'])
    expect(asked(one.name)).toBe(0)
  })

  it('take no notice of pulls there are not, of pages, and of more than a notice is', async () => {
    expect(await bed.tell('nothing', '{}')).toMatchObject({ status: 404 })
    expect(await bed.tell('../daily', '{}')).toMatchObject({ status: 404 })
    expect(await bed.tell('daily', '{}', { ...told, origin: 'https://page.example' })).toMatchObject({ status: 403 })
    expect(await bed.tell('daily', 'x'.repeat(300_000), told)).toMatchObject({ status: 413 })
  })

  it('are fetched from Adyen alone, though a signed notice names another place', async () => {
    const visitors: string[] = []
    const elsewhere = await listen((request, response) => {
      visitors.push(String(request.headers.authorization))
      return response.end('a report of somebody')
    })
    try {
      await add('lured', { report: REPORT, hmacKey: HMAC_KEY })
      const name = report(520).name
      expect(await bed.tell('lured', adyenNotice([{ name, url: `${elsewhere.origin}${pathOf(name)}` }], HMAC_KEY))).toMatchObject(
        {
          status: 200,
        },
      )
      await settled('lured', name).toMatchObject({ state: 'due', trouble: 'elsewhere' })
      await expect.poll(() => bed.refusals('lured'), { timeout: 60_000 }).toEqual(['elsewhere'])
      expect(visitors).toEqual([])
    } finally {
      await elsewhere.close()
    }
  })

  it('are fetched later where Adyen refuses or breaks off, and nothing else is kept instead', async () => {
    const cases: readonly (readonly [AdyenFault, string])[] = [
      [{ status: 401 }, 'sign_in_refused'],
      [{ status: 403 }, 'sign_in_refused'],
      [{ status: 404 }, 'no_such_bill'],
      [{ status: 429 }, 'server_busy'],
      [{ status: 503 }, 'server_busy'],
      ['page', 'sign_in_refused'],
      ['truncated', 'connection_lost'],
      ['redirect', 'redirected'],
    ]
    const pulls = await Promise.all(
      cases.map(async ([fault], index) => {
        const pull = `faulty-${index}`
        const one = report(530 + index)
        adyen.fail(pathOf(one.name), fault)
        await add(pull, { report: REPORT, hmacKey: HMAC_KEY })
        await bed.tell(pull, adyenNotice([one], HMAC_KEY))
        return { pull, name: one.name }
      }),
    )
    const states = () =>
      Promise.all(pulls.map(async ({ pull }) => (await bed.bills(pull)).map(({ state, trouble }) => [state, trouble])))
    await expect.poll(states, { timeout: 60_000 }).toEqual(cases.map(([, word]) => [['due', word]]))
    expect(await Promise.all(pulls.map(({ name }) => bed.kept(name)))).toEqual(cases.map(() => undefined))
    await bed.lookAgain(
      pulls.map(({ pull }) => pull),
      31,
    )
    expect(await states()).toEqual(cases.map(() => [['fetched', null]]))
  })
})
