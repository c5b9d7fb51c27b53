import { StripeSecrets, StripeSettings } from '@counterfoil/services/funds/pulls'
import { matchName } from '../../match-name.ts'
import { PullError } from '../../pull-error.ts'
import type { Notice, Told } from '../connector.ts'
import { readAnswer } from '../read-answer.ts'
import { checkSignature } from './check-signature.ts'
import { ReportRun, StripeEvent } from './report-run.ts'

const NOTHING: Told = { bills: [], answer: '' }

/**
 * Which report an event tells of: `reporting.report_run.succeeded` has the run in it. Known by its signature, and refused when that is
 * more than five minutes old. Other events, accounts and modes are taken and not looked at. Throws a `PullError`.
 */
export function readStripeNotice({ pull, secrets, headers, body, nowMs }: Notice): Told {
  const { account, live } = StripeSettings.parse(pull.settings)
  const { signingSecret } = StripeSecrets.parse(secrets)
  checkSignature(String(headers['stripe-signature'] ?? ''), body, signingSecret, nowMs)
  const event = readAnswer(StripeEvent, body.toString('utf8'))
  if (event.type !== 'reporting.report_run.succeeded' || event.livemode !== live) return NOTHING
  if (event.account !== undefined && event.account !== account) return NOTHING
  const run = ReportRun.safeParse(event.data.object)
  if (!run.success) throw new PullError('answer_unclear', run.error)
  const { id, report_type: type } = run.data
  // The same run has the same name, so that it is fetched once, however often it is told of.
  const name = `${type}.${id}.csv`
  if (!matchName(pull.pattern, name)) return NOTHING
  return { bills: [{ name, what: 'report', day: null, asked: { run: id } }], answer: '' }
}
