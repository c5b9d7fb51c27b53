import { sign } from 'node:crypto'

/**
 * The signature of a request: its parameters but `sign`, without empty ones, by name, as `name=value` between ampersands, signed
 * with SHA-256 and the app's key. Alipay's open platform, 自行实现签名 (opendocs.alipay.com/common/02mse7).
 */
export function signRequest(parameters: Readonly<Record<string, string>>, privateKey: string): string {
  const text = Object.entries(parameters)
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return sign('sha256', Buffer.from(text), privateKey).toString('base64')
}
