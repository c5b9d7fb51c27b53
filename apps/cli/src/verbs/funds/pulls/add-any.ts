import { pullKinds } from '@counterfoil/services/funds/pulls'
import { UsageError } from '../../../cli-error.ts'
import type { CliIo } from '../../../verb.ts'
import { ADD_ADYEN_USAGE, addAdyen } from './add-adyen.ts'
import { ADD_ALIPAY_USAGE, addAlipay } from './add-alipay.ts'
import { ADD_SFTP_USAGE, addSftp } from './add-sftp.ts'
import { ADD_STRIPE_USAGE, addStripe } from './add-stripe.ts'
import { ADD_WECHAT_USAGE, addWechat } from './add-wechat.ts'

const adders: Readonly<Record<string, (args: readonly string[], io: CliIo) => Promise<number>>> = {
  sftp: addSftp,
  wechat: addWechat,
  alipay: addAlipay,
  adyen: addAdyen,
  stripe: addStripe,
}

export const ADD_USAGE = [ADD_SFTP_USAGE, ADD_WECHAT_USAGE, ADD_ALIPAY_USAGE, ADD_ADYEN_USAGE, ADD_STRIPE_USAGE].join('\n')

/** Without a kind it is a folder: those were there first. A pull may be named after a kind all the same. */
export async function addAny(args: readonly string[], io: CliIo): Promise<number> {
  const [kind = '', name = ''] = args
  const known = pullKinds.some((one) => one === kind) && name !== '' && !name.startsWith('-')
  const add = known ? adders[kind] : addSftp
  if (add === undefined) throw new UsageError(`nothing is fetched of ${kind} yet`)
  return add(known ? args.slice(1) : args, io)
}
