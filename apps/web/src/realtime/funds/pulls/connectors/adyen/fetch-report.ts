import { AdyenSecrets } from '@counterfoil/services/funds/pulls'
import { z } from 'zod'
import { PullError } from '../../pull-error.ts'
import { ask } from '../ask.ts'
import type { Asked, AskOf } from '../connector.ts'
import { basicLogin } from './basic-login.ts'

const Where = z.object({ url: z.url() })

/** Fetches a report as the report user, or with an API key (docs.adyen.com/reporting/automatically-get-reports, step 3). */
export async function fetchAdyenReport(of: AskOf): Promise<Asked> {
  const { apiKey, report } = AdyenSecrets.parse(of.secrets)
  const { url } = Where.parse(of.bill.asked)
  const headers = report === undefined ? { 'x-api-key': apiKey ?? '' } : { authorization: basicLogin(report) }
  const answer = await ask(of, { url: new URL(url), headers })
  return { content: noPage(answer.file(), answer.headers.get('content-type') ?? '') }
}

/** A page to sign in at is no report, whatever its status. */
async function* noPage(bytes: AsyncIterable<Uint8Array>, type: string): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    if (/^text\/html/i.test(type)) throw new PullError('sign_in_refused')
    yield piece
  }
}
