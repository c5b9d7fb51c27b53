import { AlipaySecrets, AlipaySettings } from '@counterfoil/services/funds/pulls'
import { PullError } from '../../pull-error.ts'
import { ask } from '../ask.ts'
import type { Asked, AskOf } from '../connector.ts'
import { wordOfStatus } from '../status-words.ts'
import { checkZip } from './check-zip.ts'
import { overTls } from './over-tls.ts'
import { type AlipaySaid, readAlipay } from './read-answer.ts'
import { signRequest } from './sign-request.ts'

const HOUR_MS = 3_600_000
/** Ready at ten on the next day; said not to exist a day after that, it does not. */
const SURELY_READY_MS = (24 + 10 + 24) * HOUR_MS

/**
 * Asks where the ZIP with the bill of a day is, then fetches it at once: the address is good for 30 seconds. Alipay's open
 * platform, alipay.data.dataservice.bill.downloadurl.query (opendocs.alipay.com/apis/api_15). There is one word, BILL_NOT_EXIST, for
 * a bill that is not made yet and for a day without any.
 */
export async function fetchAlipayBill(of: AskOf): Promise<Asked> {
  const { app, platformKey } = AlipaySettings.parse(of.pull.settings)
  const { privateKey } = AlipaySecrets.parse(of.secrets)
  const content = JSON.stringify({ bill_type: of.bill.what, bill_date: of.bill.day })
  const said = {
    app_id: app,
    method: 'alipay.data.dataservice.bill.downloadurl.query',
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: beijingTime(of.nowMs),
    version: '1.0',
  }
  const sign = signRequest({ ...said, biz_content: content }, privateKey)
  const url = new URL('/gateway.do', of.origin)
  url.search = new URLSearchParams({ ...said, sign }).toString()
  const answer = await ask(of, {
    url,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' },
    body: new URLSearchParams({ biz_content: content }).toString(),
  })
  const text = await answer.text()
  if (answer.status !== 200) throw new PullError(wordOfStatus(answer.status))
  const told = readAlipay(text, platformKey)
  if (told.code !== '10000' || told.bill_download_url === undefined) return refusal(of, told)
  const file = await ask(of, { url: overTls(told.bill_download_url) })
  return { content: checkZip(file.file()) }
}

function refusal({ bill, nowMs }: AskOf, { code, sub_code: why = '', signed }: AlipaySaid): Asked {
  if (/bill_not_exist/i.test(why)) {
    const over = nowMs >= Date.parse(`${bill.day}T00:00:00+08:00`) + SURELY_READY_MS
    return signed && over ? { nothing: true } : { notReady: true }
  }
  // 公共错误码 (opendocs.alipay.com/common/02km9f): 20000 the service is not there; 20001 and 40006 it may not be used; 40001 and 40002
  // something is missing or wrong, of which the app and its key are ours to mend.
  if (code === '20000') throw new PullError('server_busy')
  if (code === '20001' || code === '40006' || /signature|app-?_?id|encrypt/i.test(why)) throw new PullError('sign_in_refused')
  throw new PullError('answer_unclear')
}

const beijingTime = (nowMs: number): string => new Date(nowMs + 8 * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ')
