import { verify } from 'node:crypto'
import { z } from 'zod'
import { PullError } from '../../pull-error.ts'
import { readAnswer } from '../read-answer.ts'
import { cutNode } from './cut-node.ts'

const NODE = 'alipay_data_dataservice_bill_downloadurl_query_response'

const Signed = z.object({ sign: z.string().optional() })
const Said = z.object({
  code: z.string(),
  sub_code: z.string().optional(),
  bill_download_url: z.string().max(4_096).optional(),
})

export interface AlipaySaid extends z.output<typeof Said> {
  /** Whether it is surely Alipay's. Refusals of the gateway have no signature where it does not know the app. */
  readonly signed: boolean
}

/**
 * What the gateway said, once its signature over the very text of the node is found right. Alipay's open platform, 自行实现验签
 * (opendocs.alipay.com/common/02mse7): the text between the node's braces is what is signed. Throws a `PullError`.
 */
export function readAlipay(text: string, platformKey: string): AlipaySaid {
  const { sign } = readAnswer(Signed, text)
  const node = cutNode(text, NODE) ?? cutNode(text, 'error_response')
  if (node === null) throw new PullError('answer_unclear')
  const said = readAnswer(Said, node)
  if (sign !== undefined && sign !== '') {
    if (!verify('sha256', Buffer.from(node), platformKey, Buffer.from(sign, 'base64')))
      throw new PullError('answer_signature_wrong')
    return { ...said, signed: true }
  }
  if (said.code === '10000') throw new PullError('answer_not_signed')
  return { ...said, signed: false }
}
