import { useMethodName } from '../../components/method/use-method-name.ts'

const schemes = [
  ...['visa', 'mastercard', 'maestro', 'girocard', 'amex', 'diners', 'discover', 'jcb', 'unionpay', 'vpay'],
  ...['bancontact', 'dankort', 'carte_bancaire', 'bancomat', 'postcard'],
]
const wallets = ['alipay', 'wechat_pay', 'apple_pay', 'google_pay', 'bluecode', 'unionpay_app', 'paypal', 'twint']

/** A scheme's or wallet's name by its key, and all that can be chosen. */
export function useMethods() {
  const name = useMethodName({ short: true })
  const nameOf = (key: string): string =>
    name(wallets.includes(key) ? { scheme: null, funding: null, wallet: key } : { scheme: key, funding: null, wallet: null }) ??
    key
  return { nameOf, choices: [...schemes, ...wallets].map((value) => ({ value, label: nameOf(value) })) }
}
