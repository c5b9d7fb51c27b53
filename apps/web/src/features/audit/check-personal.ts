import type { Sha256 } from '@counterfoil/audit/browser'
import type { PersonalShown } from '@counterfoil/services/audit'
import { readBase64, writeBase64Url } from './base64.ts'
import type { EntryBody } from './entry-body.ts'

/** As in the entry format: SHA-256(0x03 ‖ salt ‖ value), so that a value can be erased and the entry stays. */
const COMMITMENT_PREFIX = 3

/** Which of the values shown beside an entry are not the ones it commits to. */
export function checkPersonal(
  { personal }: Pick<EntryBody, 'personal'>,
  shown: readonly PersonalShown[],
  sha256: Sha256,
): { readonly kept: number; readonly erased: number; readonly differs: readonly string[] } {
  const kept = shown.filter(({ value }) => value !== null)
  const differs = kept.filter(({ name, value, salt }) => {
    const bytes = [COMMITMENT_PREFIX, ...(readBase64(salt ?? '') ?? []), ...new TextEncoder().encode(value ?? '')]
    return writeBase64Url(sha256(Uint8Array.from(bytes))) !== personal[name]
  })
  return { kept: kept.length, erased: Object.keys(personal).length - kept.length, differs: differs.map(({ name }) => name) }
}
