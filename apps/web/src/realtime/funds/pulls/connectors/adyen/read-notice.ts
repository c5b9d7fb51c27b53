import { AdyenSecrets, AdyenSettings, type WantedBill } from '@counterfoil/services/funds/pulls'
import { matchName } from '../../match-name.ts'
import { PullError } from '../../pull-error.ts'
import type { Notice, Told } from '../connector.ts'
import { readAnswer } from '../read-answer.ts'
import { sameText } from '../same-text.ts'
import { basicLogin } from './basic-login.ts'
import { checkItem } from './check-item.ts'
import { StandardNotice } from './notice.ts'
import { reportAddress } from './report-address.ts'

/**
 * Which reports a standard webhook tells of: REPORT_AVAILABLE has the name of the report as its reference, and its address as its
 * reason (docs.adyen.com/reporting/automatically-get-reports). Known by its user where there is one, and by the HMAC of each item where there
 * is a key. Other events are taken and not looked at. Throws a `PullError`.
 */
export function readAdyenNotice({ pull, secrets, headers, body }: Notice): Told {
  const { account } = AdyenSettings.parse(pull.settings)
  const { hmacKey, notice } = AdyenSecrets.parse(secrets)
  if (notice !== undefined && !sameText(headers.authorization ?? '', basicLogin(notice)))
    throw new PullError('notice_sign_in_wrong')
  const { notificationItems } = readAnswer(StandardNotice, body.toString('utf8'))
  const bills: WantedBill[] = []
  for (const { NotificationRequestItem: item } of notificationItems) {
    if (hmacKey !== undefined && !checkItem(item, hmacKey)) throw new PullError('notice_signature_wrong')
    const { eventCode, success, merchantAccountCode, pspReference: name, reason } = item
    if (eventCode !== 'REPORT_AVAILABLE' || success !== 'true' || merchantAccountCode !== account) continue
    if (!/^[\w.-]{1,160}$/.test(name) || !matchName(pull.pattern, name)) continue
    bills.push({ name, what: 'report', day: null, asked: { url: reportAddress(reason ?? '', account, name) } })
  }
  return { bills, answer: '[accepted]' }
}
