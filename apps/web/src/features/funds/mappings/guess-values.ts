import type { MappingDraft, MappingField } from './mapping-draft.ts'

const AMOUNTS: readonly MappingField[] = ['amount', 'credit', 'debit', 'gross', 'fee', 'net', 'balance']

/** The mapping with what a column's values tell about how dates or amounts are written; told by a person, it stays. */
export function guessFrom(draft: MappingDraft, field: MappingField | null, values: readonly string[]): MappingDraft {
  if (field === 'date') {
    const dateFormat = guessDateFormat(values)
    return dateFormat === null ? draft : { ...draft, dateFormat }
  }
  if (field !== null && AMOUNTS.includes(field)) {
    const marks = guessMarks(values)
    return marks === null ? draft : { ...draft, amounts: { ...draft.amounts, ...marks } }
  }
  return draft
}

/** By the only reading that fits all values; of day and month, the day first unless one is above twelve. */
export function guessDateFormat(values: readonly string[]): string | null {
  const [first] = values
  if (first === undefined) return null
  const parts = /^(\d{1,4})([./-]?)(\d{1,2})\2(\d{1,4})(.*)$/.exec(first)
  if (parts === null) return /^\d{8}$/.test(first) ? 'yyyyMMdd' : null
  const [, one = '', mark = '', , three = '', rest = ''] = parts
  if (mark === '') return /^\d{8}/.test(first) ? `yyyyMMdd${timeFormat(first.slice(8))}` : null
  if (one.length === 4) return `yyyy${mark}MM${mark}dd${timeFormat(rest)}`
  const seconds = values.map((value) => Number(value.split(mark)[1]))
  const monthFirst =
    mark === '/' && (seconds.some((part) => part > 12) || !values.some((value) => Number(value.split(mark)[0]) > 12))
  const short = values.some((value) => value.split(mark).some((part, index) => index < 2 && part.length === 1))
  const [day, month] = short ? ['d', 'M'] : ['dd', 'MM']
  const year = three.length === 4 ? 'yyyy' : 'yy'
  return `${monthFirst ? `${month}${mark}${day}` : `${day}${mark}${month}`}${mark}${year}${timeFormat(rest)}`
}

function timeFormat(rest: string): string {
  const parts = /^([T ])(\d{1,2}):\d\d(:\d\d)?(\.\d+)?( ?)([ap]m|[+-]\d\d:?\d\d|Z)?/i.exec(rest)
  if (parts === null) return ''
  const [, mark, hour = '', seconds = '', fraction = '', blank = '', end = ''] = parts
  const afternoon = /^[ap]m$/i.test(end)
  const letters = afternoon ? (hour.length === 1 ? 'h' : 'hh') : hour.length === 1 ? 'H' : 'HH'
  const tail = fraction !== '' || end === '' ? '' : `${blank}${afternoon ? 'a' : 'X'}`
  return `${mark}${letters}:mm${seconds === '' ? '' : ':ss'}${tail}`
}

interface Marks {
  readonly decimal: '.' | ','
  readonly thousands?: string
}

/** A comma or a dot before two last digits parts them; the other one, where it is there, parts thousands. */
export function guessMarks(values: readonly string[]): Marks | null {
  const ends = values.map((value) => /([.,])\d{1,2}\D*$/.exec(value)?.[1]).filter((mark) => mark !== undefined)
  const [mark] = ends
  if (mark === undefined || ends.some((each) => each !== mark)) return null
  const decimal = mark === ',' ? ',' : '.'
  const other = decimal === ',' ? '.' : ','
  return values.some((value) => value.includes(other)) ? { decimal, thousands: other } : { decimal }
}
