import { addConnector } from '@counterfoil/services/funds/pulls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPullsBed, type PullsBed } from './support/providers/open-pulls-bed.ts'
import { openStripe, type StripeFault, type StripeServer, stripeEvent, stripeSignature } from './support/providers/open-stripe.ts'

const API_KEY = 'rk_live_onlyForTests0123456789'
const SECRET = 'whsec_onlyForTests0123456789abcdef'
const MINUTE_MS = 60_000
const within = { timeout: 60_000, interval: 20 }

let bed: PullsBed
let stripe: StripeServer
beforeAll(async () => {
  bed = await openPullsBed('2026-05-13T10:30:00+08:00')
  stripe = await openStripe(API_KEY)
  await bed.start({ stripe: stripe.origin })
  await add('daily')
})
afterAll(async () => {
  await bed?.close()
  await stripe?.close()
})

const add = (name: string, settings: { account: string; live?: boolean } = { account: 'acct_1Chain' }) =>
  addConnector(bed.ctx, {
    name,
    kind: 'stripe',
    pattern: 'payout_reconciliation.itemized*',
    settings,
    secrets: { apiKey: API_KEY, signingSecret: SECRET },
  })
const nameOf = (id: string) => `payout_reconciliation.itemized.5.${id}.csv`
const report = (
  payout: string,
) => `automatic_payout_id,automatic_payout_effective_at_utc,balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,reporting_category,source_id,description
${payout},2026-05-12 00:00:00,txn_${payout},2026-05-10 09:00:00,2026-05-12 00:00:00,eur,12.50,0.43,12.07,charge,ch_${payout},Store 0417
`
const put = (id: string, about?: Parameters<StripeServer['put']>[2]) => stripe.put(id, report(`po_${id}`), about)
const tell = (pull: string, body: string, atMs = bed.nowMs(), ...secrets: readonly string[]) =>
  bed.tell(pull, body, stripeSignature(body, atMs, ...(secrets.length > 0 ? secrets : [SECRET])))
const billsOf = async (pull: string) => (await bed.bills(pull)).map(({ state, trouble }) => [state, trouble])

describe('reports of Stripe', () => {
  it('are fetched when Stripe tells of them, once, however often it tells', async () => {
    const body = stripeEvent(put('frr_1One'))
    expect(await Promise.all([1, 2, 3].map(() => tell('daily', body)))).toEqual([1, 2, 3].map(() => ({ status: 200, text: '' })))
    await expect.poll(() => bed.bills('daily'), within).toEqual([{ name: nameOf('frr_1One'), state: 'fetched', trouble: null }])
    expect(await bed.file(nameOf('frr_1One'))).toMatchObject({ via: 'api', by: 'stripe', format: 'stripe-payout-recon' })
    expect(await bed.kept(nameOf('frr_1One'))).toBe(report('po_frr_1One').length)
    // While the secret is changed there are two signatures, and either is enough.
    expect(await tell('daily', body, bed.nowMs(), 'whsec_another_secret_0123456789', SECRET)).toMatchObject({ status: 200 })
    await bed.lookAgain('daily', 31)
    expect(stripe.asked).toEqual(['/v1/reporting/report_runs/frr_1One', '/v1/files/file_1One/contents'])
  })

  it('are not fetched for other events, other reports, other accounts and the other mode', async () => {
    await add('tried', { account: 'acct_1Chain', live: false })
    const others: readonly (readonly [string, string])[] = [
      ['daily', stripeEvent(put('frr_2a'), { type: 'reporting.report_run.failed' })],
      ['daily', stripeEvent({ id: 'ch_1', object: 'charge' }, { type: 'charge.succeeded' })],
      ['daily', stripeEvent(put('frr_2b', { type: 'balance.summary.1' }))],
      ['daily', stripeEvent(put('frr_2c'), { account: 'acct_1Other' })],
      ['daily', stripeEvent(put('frr_2d', { livemode: false }), { livemode: false })],
      ['tried', stripeEvent(put('frr_2e'))],
    ]
    for (const [pull, body] of others) expect(await tell(pull, body)).toEqual({ status: 200, text: '' })
    expect((await bed.bills('daily')).filter(({ name }) => name.includes('frr_2'))).toEqual([])
    expect(await bed.bills('tried')).toEqual([])
  })

  it('are fetched for nobody but Stripe, and not for what it said long ago, which is recorded once an hour', async () => {
    const body = stripeEvent(put('frr_3One'))
    const now = bed.nowMs()
    const signed = stripeSignature(body, now, SECRET)
    const wrong: readonly [string, Record<string, string>][] = [
      [body, {}],
      [body, { 'stripe-signature': 'v1=00' }],
      [body, stripeSignature(body, now, 'whsec_guess_guess_guess_guess')],
      // Of test mode's own scheme alone.
      [body, { 'stripe-signature': String(signed['stripe-signature']).replace('v1=', 'v2=') }],
      [body.replaceAll('frr_3One', 'frr_3Two'), signed],
      // Its time is signed too.
      [body, { 'stripe-signature': String(signed['stripe-signature']).replace(/t=\d+/, `t=${Math.floor(now / 1_000) + 60}`) }],
      ['no event', stripeSignature('no event', now, SECRET)],
    ]
    for (const [text, headers] of wrong) expect(await bed.tell('daily', text, headers)).toMatchObject({ status: 401 })
    for (const minutes of [-6, 6])
      expect(await tell('daily', body, bed.nowMs() + minutes * MINUTE_MS)).toMatchObject({ status: 401 })
    expect((await bed.bills('daily')).filter(({ name }) => name.includes('frr_3'))).toEqual([])
    expect(await bed.refusals('daily')).toEqual(['notice_signature_wrong'])
    bed.passes(61)
    // What was heard on the way an hour ago, and is sent again.
    expect(await bed.tell('daily', body, signed)).toMatchObject({ status: 401 })
    expect(await bed.refusals('daily')).toEqual(['notice_signature_wrong', 'notice_old'])
    expect(stripe.asked.filter((path) => path.includes('3One'))).toEqual([])
  })

  it('are fetched from Stripe alone, later where it refuses, is not ready or breaks off, and nothing else is kept instead', async () => {
    const cases: readonly (readonly [StripeFault, string])[] = [
      [{ status: 401 }, 'sign_in_refused'],
      [{ status: 403 }, 'sign_in_refused'],
      [{ status: 404 }, 'no_such_bill'],
      [{ status: 429 }, 'server_busy'],
      [{ status: 500 }, 'server_busy'],
      ['pending', 'not_ready'],
      ['failed', 'report_failed'],
      ['other run', 'answer_unclear'],
      ['truncated', 'connection_lost'],
      ['short', 'connection_lost'],
      ['redirect', 'redirected'],
      [{ at: 'http://127.0.0.1:1/v1/files/file_x/contents' }, 'elsewhere'],
      [{ at: `${stripe.origin}/v1/charges` }, 'elsewhere'],
    ]
    const pulls = await Promise.all(
      cases.map(async ([fault], index) => {
        const [pull, id] = [`faulty-${index}`, `frr_4n${index}`]
        const run = put(id)
        stripe.fail(id, fault)
        await add(pull)
        expect(await tell(pull, stripeEvent(run))).toMatchObject({ status: 200 })
        return { pull, name: nameOf(id) }
      }),
    )
    const states = () => Promise.all(pulls.map(async ({ pull }) => billsOf(pull)))
    await expect.poll(states, within).toEqual(cases.map(([, word]) => [['due', word]]))
    expect(await Promise.all(pulls.map(({ name }) => bed.kept(name)))).toEqual(cases.map(() => undefined))
    await bed.lookAgain(
      pulls.map(({ pull }) => pull),
      31,
    )
    expect(await states()).toEqual(cases.map(() => [['fetched', null]]))
  })
})
