import { PullError } from '../../pull-error.ts'

/** Alipay's addresses of bills may begin with http: nothing of a bill goes over the network unsealed. Throws a `PullError`. */
export function overTls(address: string): URL {
  if (!URL.canParse(address)) throw new PullError('answer_unclear')
  const url = new URL(address)
  if (url.protocol === 'http:' && url.hostname.endsWith('.alipay.com')) url.protocol = 'https:'
  return url
}
