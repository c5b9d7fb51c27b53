import { WechatSecrets, WechatSettings } from '@counterfoil/services/funds/pulls'
import { z } from 'zod'
import { PullError } from '../../pull-error.ts'
import { ask } from '../ask.ts'
import type { Asked, AskOf } from '../connector.ts'
import { readAnswer } from '../read-answer.ts'
import { wordOfStatus } from '../status-words.ts'
import { checkHash } from './check-hash.ts'
import { signRequest } from './sign-request.ts'
import { unpack } from './unpack.ts'
import { verifyAnswer } from './verify-answer.ts'

const Told = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9A-Fa-f]{40}$/),
  download_url: z.url().max(2_048),
})
const Refused = z.object({ code: z.string() })

/**
 * Asks where the bill of a day is, then fetches it from there, and compares its SHA-1. Both requests are signed; the answer with
 * the file alone has no signature. WeChat Pay APIv3: 申请交易账单 (pay.weixin.qq.com/doc/v3/merchant/4012556654), 申请资金账单
 * (…/4012556742), 下载账单常见问题 (…/4013071254): STATEMENT_CREATING is asked for again after half an hour, NO_STATEMENT_EXIST says
 * that there was nothing and is not.
 */
export async function fetchWechatBill(of: AskOf): Promise<Asked> {
  const settings = WechatSettings.parse(of.pull.settings)
  const secrets = WechatSecrets.parse(of.secrets)
  const signed = (url: URL) => ({
    accept: 'application/json',
    authorization: signRequest(url, settings, secrets, { nowMs: of.nowMs, nonce: of.nonce() }),
    // Which of its keys the answer is to be signed with, while it has two.
    'wechatpay-serial': settings.platformKeys[0]?.id ?? '',
    'user-agent': 'counterfoil',
  })
  const url = billUrl(of, settings)
  const answer = await ask(of, { url, headers: signed(url) })
  const text = await answer.text()
  verifyAnswer(answer, text, settings, of.nowMs)
  if (answer.status !== 200) return refusal(answer.status, text)
  const told = readAnswer(Told, text)
  const at = new URL(told.download_url)
  const file = await ask(of, { url: at, headers: signed(at) })
  const bytes = file.file()
  return { content: checkHash(settings.gzip ? unpack(bytes) : bytes, told.hash_value) }
}

function billUrl({ origin, bill }: AskOf, { subMerchant, gzip }: WechatSettings): URL {
  const url = new URL(`/v3/bill/${bill.what}`, origin)
  url.searchParams.set('bill_date', bill.day ?? '')
  if (bill.what === 'tradebill') {
    url.searchParams.set('bill_type', 'ALL')
    if (subMerchant !== undefined) url.searchParams.set('sub_mchid', subMerchant)
  } else url.searchParams.set('account_type', 'BASIC')
  if (gzip) url.searchParams.set('tar_type', 'GZIP')
  return url
}

function refusal(status: number, text: string): Asked {
  if (status === 400) {
    const { code } = readAnswer(Refused, text)
    if (code === 'NO_STATEMENT_EXIST') return { nothing: true }
    if (code === 'STATEMENT_CREATING') return { notReady: true }
  }
  throw new PullError(wordOfStatus(status))
}
