import type { KnownTools } from './known-tools.ts'
import type { KnownSource } from './read-known.ts'

export interface Merchant {
  readonly acquirer: string
  readonly merchantAccount: string
}

/**
 * Whose lines these are, or null: then the file is held. By the merchant account that the file names, if one acquirer's contract
 * is about it; by the expected file that somebody chose; by the only expected file of this kind. Never by what is left over.
 */
export function findMerchant(
  sources: readonly KnownSource[],
  contractsOf: KnownTools['contractsOf'],
  named: string | null,
  kind: { readonly format: string; readonly source: KnownSource | null },
): Merchant | null {
  const source = kind.source ?? (named === null ? onlySource(sources, kind.format) : null)
  const merchantAccount = named ?? source?.merchantAccount ?? null
  if (merchantAccount === null) return null
  const acquirers = [...new Set(contractsOf(merchantAccount).map(({ acquirer }) => acquirer))]
  const wanted = source === null ? acquirers : acquirers.filter((acquirer) => acquirer === source.acquirer)
  const [only, ...others] = wanted.length > 1 ? wanted.filter((acquirer) => isOfKind(acquirer, kind.format)) : wanted
  return only === undefined || others.length > 0 ? null : { acquirer: only, merchantAccount }
}

function onlySource(sources: readonly KnownSource[], format: string): KnownSource | null {
  const fitting = sources.filter((source) => source.kind === 'acquirer' && (source.format ?? source.mappingId) === format)
  const [only, ...others] = fitting
  return only === undefined || others.length > 0 ? null : only
}

/** Of two acquirers with the same number for a merchant, the one after which the kind of file is called. */
const isOfKind = (acquirer: string, format: string): boolean => acquirer.split(/[-_ ]/)[0]?.toLowerCase() === format.split('-')[0]
