/** Where a value stands, as a mapping's JSON says it. */
export type Place =
  | string
  | { readonly column: number }
  | { readonly from: number; readonly to: number }
  | { readonly value: string }

/** A column that decides a sign, and its words. */
export interface DirectionDraft {
  readonly source: Place
  readonly credit: readonly string[]
  readonly debit: readonly string[]
  readonly none?: readonly string[]
}

/** The JSON of a mapping as far as it is made; what this page has no field for stays in it. */
export interface MappingDraft {
  readonly mapping: 1
  readonly id: string
  readonly title?: string
  readonly produces: 'settlement' | 'statement'
  readonly encoding?: string
  readonly layout: { readonly kind: 'delimited' | 'fixed'; readonly delimiter?: string; readonly quote?: string }
  readonly skipLines?: number
  readonly names?: boolean
  readonly detailStartsWith?: readonly string[]
  readonly ignoreStartsWith?: readonly string[]
  readonly endStartsWith?: readonly string[]
  readonly columns: Readonly<Record<string, Place | readonly Place[]>>
  readonly amounts?: {
    readonly decimal?: '.' | ','
    readonly thousands?: string
    readonly minorUnits?: boolean
    readonly strip?: readonly string[]
    readonly inverted?: boolean
    readonly feesBelowZero?: boolean
  }
  readonly direction?: DirectionDraft
  readonly feeDirection?: DirectionDraft
  readonly dateFormat?: string
  readonly zone?: string
  readonly currency?: string
  readonly kinds?: Readonly<Record<string, string>>
  readonly totals?: { readonly startsWith: string; readonly count?: Place; readonly sum?: Place }
}

/** What a column can be, in the order the page offers it. */
export const mappingFields = [
  'date',
  'time',
  'valueDate',
  'amount',
  'credit',
  'debit',
  'gross',
  'fee',
  'net',
  'balance',
  'currency',
  'account',
  'batch',
  'type',
  'method',
  'reference',
  'merchantReference',
  'originalReference',
  'payoutReference',
  'store',
  'terminal',
  'card',
  'authorisationCode',
  'traceNumber',
  'zone',
  'counterparty',
  'text',
] as const
export type MappingField = (typeof mappingFields)[number]

/** Of these there may be several columns. */
const SEVERAL: readonly string[] = ['fee', 'card']

const isList = (places: Place | readonly Place[] | undefined): places is readonly Place[] => Array.isArray(places)
export const placesOf = (draft: MappingDraft, field: string): readonly Place[] => {
  const places = draft.columns[field]
  return places === undefined ? [] : isList(places) ? places : [places]
}
const isSame = (a: Place, b: Place): boolean => JSON.stringify(a) === JSON.stringify(b)

export function fieldAt(draft: MappingDraft, place: Place): MappingField | null {
  return mappingFields.find((field) => placesOf(draft, field).some((each) => isSame(each, place))) ?? null
}

/** A place is one thing at a time, and a thing stands in one place, but for fees and cards. */
export function assign(draft: MappingDraft, place: Place, field: MappingField | null): MappingDraft {
  const kept = mappingFields.flatMap((each): [string, Place | readonly Place[]][] => {
    const others = placesOf(draft, each).filter((one) => !isSame(one, place))
    const places = each !== field ? others : SEVERAL.includes(each) ? [...others, place] : [place]
    const [only] = places
    return only === undefined ? [] : [[each, places.length > 1 ? places : only]]
  })
  return { ...draft, columns: Object.fromEntries(kept) }
}

/** A value that is the same on every line, or null to take it away. */
export function withConstant(draft: MappingDraft, field: MappingField, value: string): MappingDraft {
  const { [field]: _, ...columns } = draft.columns
  return { ...draft, columns: value === '' ? columns : { ...columns, [field]: { value } } }
}

export function constantOf(draft: MappingDraft, field: MappingField): string {
  const [place] = placesOf(draft, field)
  return typeof place === 'object' && 'value' in place ? place.value : ''
}

/** Texts that a person writes with commas between them. */
export const toList = (text: string): string[] =>
  text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)

interface HeadFacts {
  readonly encoding: string
  readonly delimiter: string
  readonly namesLine: number | null
}

/** What a file's beginning suggests. */
export function firstDraft({ encoding, delimiter, namesLine }: HeadFacts): MappingDraft {
  return {
    mapping: 1,
    id: '',
    produces: 'settlement',
    encoding,
    layout: { kind: 'delimited', delimiter },
    names: namesLine !== null,
    columns: {},
    amounts: { decimal: '.' },
    dateFormat: 'yyyy-MM-dd',
  }
}

/** A mapping without a name can be tried all the same. */
export const draftText = (draft: MappingDraft): string => JSON.stringify({ ...draft, id: draft.id || 'untitled' })
