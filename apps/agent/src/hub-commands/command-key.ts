import { publicKeyObject, verifyTextSync } from '@counterfoil/audit'
import { type CommandKey, commandKeyText } from '@counterfoil/protocol'

export type KeyVerdict = 'same' | 'first' | 'succeeded' | 'refused'

/** Whether the key the hub tells is the kept one, the first there is, or one that the kept one vouches for. */
export function judgeCommandKey(hubId: string, kept: string | undefined, told: CommandKey): KeyVerdict {
  if (kept === told.publicKey) return 'same'
  if (kept === undefined) return 'first'
  const vouched = told.vouchers.some(
    ({ by, signature }) => by === kept && verifyTextSync(publicKeyObject(kept), commandKeyText(hubId, told.publicKey), signature),
  )
  return vouched ? 'succeeded' : 'refused'
}
