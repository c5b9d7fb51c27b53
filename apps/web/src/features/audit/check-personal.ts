import { commitment } from '@counterfoil/audit/browser'
import type { PersonalShown } from '@counterfoil/services/audit'
import { readBase64 } from './base64.ts'
import type { EntryBody } from './entry-body.ts'

/** Which of the values shown beside an entry are not the ones it commits to. */
export function checkPersonal(
  { personal }: Pick<EntryBody, 'personal'>,
  shown: readonly PersonalShown[],
): { readonly kept: number; readonly erased: number; readonly differs: readonly string[] } {
  const kept = shown.flatMap(({ name, value, salt }) =>
    value === null ? [] : [{ name, value, salt: readBase64(salt ?? '') ?? new Uint8Array() }],
  )
  const differs = kept.filter(({ name, ...value }) => commitment(value) !== personal[name])
  return { kept: kept.length, erased: Object.keys(personal).length - kept.length, differs: differs.map(({ name }) => name) }
}
