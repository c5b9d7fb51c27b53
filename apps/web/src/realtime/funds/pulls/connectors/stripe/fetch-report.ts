import { StripeSecrets } from '@counterfoil/services/funds/pulls'
import { z } from 'zod'
import { PullError } from '../../pull-error.ts'
import { ask } from '../ask.ts'
import type { Asked, AskOf } from '../connector.ts'
import { readAnswer } from '../read-answer.ts'
import { wordOfStatus } from '../status-words.ts'
import { ReportRun, RUN_ID } from './report-run.ts'

const Which = z.object({ run: z.string().regex(RUN_ID) })
const CONTENTS = /^\/v1\/files\/[A-Za-z0-9_]{1,100}\/contents$/

/**
 * Asks for the run anew, because a notice only says that there is one, and fetches its file, with the API key as bearer
 * (docs.stripe.com/reports/api).
 */
export async function fetchStripeReport(of: AskOf): Promise<Asked> {
  const headers = { authorization: `Bearer ${StripeSecrets.parse(of.secrets).apiKey}` }
  const { run } = Which.parse(of.bill.asked)
  const answer = await ask(of, { url: new URL(`/v1/reporting/report_runs/${run}`, of.origin), headers })
  const text = await answer.text()
  if (answer.status !== 200) throw new PullError(wordOfStatus(answer.status))
  const { id, status, result } = readAnswer(ReportRun, text)
  if (id !== run) throw new PullError('answer_unclear')
  if (status === 'pending') return { notReady: true }
  if (status !== 'succeeded' || !result) throw new PullError('report_failed')
  const url = new URL(result.url)
  if (!CONTENTS.test(url.pathname) || url.search !== '' || url.hash !== '') throw new PullError('elsewhere')
  const file = await ask(of, { url, headers })
  return { content: whole(file.file(), result.size ?? null) }
}

/** As many bytes as Stripe has said; it gives no hash. */
async function* whole(bytes: AsyncIterable<Uint8Array>, size: number | null): AsyncGenerator<Uint8Array> {
  let had = 0
  for await (const piece of bytes) {
    had += piece.length
    yield piece
  }
  if (size !== null && had !== size) throw new PullError('connection_lost')
}
