import { PullError } from '../../pull-error.ts'

/**
 * Where a report is, which has to be the very report: the address is not signed, so its account and its name have to be those that
 * are. Whose machine it is, is for whoever asks it to say. Throws a `PullError`.
 */
export function reportAddress(told: string, account: string, name: string): string {
  if (!URL.canParse(told)) throw new PullError('answer_unclear')
  const url = new URL(told)
  const own = [`/reports/download/MerchantAccount/${account}/${name}`, `/reports/download/Company/${account}/${name}`]
  if (!own.includes(url.pathname) || url.search !== '' || url.hash !== '') throw new PullError('elsewhere')
  return url.href
}
