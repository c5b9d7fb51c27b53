/** As each acquirer writes its references; made from the payment's own id, so that a file is the same when it is made again. */
export function acquirerReference(acquirer: string, id: string, kind: 'sale' | 'refund'): string {
  const hex = id.replaceAll('-', '')
  const digits = BigInt(`0x${hex}`).toString().padStart(40, '0')
  switch (acquirer) {
    case 'adyen':
    case 'nordpay':
      // No run of digits in it is as long as a card number.
      return `88${hex.slice(-4)}${kind === 'sale' ? 'P' : 'R'}${hex.slice(-13, -4)}`.toUpperCase()
    case 'stripe':
      return `${kind === 'sale' ? 'ch' : 're'}_3Cf${hex.slice(-10)}X${hex.slice(-16, -10)}`
    case 'wechat':
      return `${kind === 'sale' ? '42' : '50'}00${digits.slice(-24)}`
    case 'alipay':
      return `22${digits.slice(-26)}`
    default:
      return digits.slice(-21)
  }
}

const NOBODY = '018f0000-0000-7000-8000-'

/** Of a sale that no till ever made. */
export const inventedId = (day: number, number: number): string =>
  `${NOBODY}${String(day).padStart(8, '0')}${String(number).padStart(4, '0')}`
