import { isCivilDay } from '../calendars/civil-day.ts'

/** Where in the JSON, which rule was broken (a message key), and the same in plain English. */
export interface ContractProblem {
  readonly path: string
  readonly code: string
  readonly message: string
}

const DECIMAL = /^\d{1,9}(\.\d{1,8})?$/
const CLOCK = /^([01]\d|2[0-3]):([0-5]\d)$/

/** Reads one object of the JSON form, collecting every problem instead of stopping at the first. */
export class ContractReader {
  readonly path: string
  private readonly fields: Readonly<Record<string, unknown>>
  private readonly problems: ContractProblem[]
  private readonly asked = new Set<string>()

  constructor(value: unknown, path: string, problems: ContractProblem[]) {
    this.path = path
    this.problems = problems
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    this.fields = isObject ? (value as Record<string, unknown>) : {}
    if (!isObject) this.say('', 'not_an_object', 'must be an object')
  }

  say(field: string, code: string, message: string): void {
    const path = [this.path, field].filter((part) => part !== '').join('.')
    this.problems.push({ path, code, message: `${path === '' ? 'the contract' : path} ${message}` })
  }

  take(field: string): unknown {
    this.asked.add(field)
    return this.fields[field]
  }

  has(field: string): boolean {
    return this.take(field) !== undefined && this.take(field) !== null
  }

  text(field: string, fallback = ''): string {
    const value = this.take(field)
    if (typeof value === 'string' && value.trim() !== '' && value.length <= 120) return value
    this.say(field, 'not_a_text', 'must be a text of 1 to 120 characters')
    return fallback
  }

  whole(field: string, least: number, most: number, fallback?: number): number {
    if (fallback !== undefined && !this.has(field)) return fallback
    const value = this.take(field)
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value
    this.say(field, 'not_a_whole_number', `must be a whole number from ${least} to ${most}`)
    return least
  }

  flag(field: string): boolean {
    if (!this.has(field)) return false
    const value = this.take(field)
    if (typeof value !== 'boolean') this.say(field, 'not_yes_or_no', 'must be true or false')
    return value === true
  }

  /** Numbers are refused: 0.1 in JSON is not one tenth. */
  decimal(field: string, fallback?: string): string {
    if (fallback !== undefined && !this.has(field)) return fallback
    const value = this.take(field)
    if (typeof value === 'string' && DECIMAL.test(value)) return value
    this.say(field, 'not_a_decimal', 'must be a decimal number in quotes, such as "1.25"')
    return '0'
  }

  day(field: string): string {
    const value = this.take(field)
    if (typeof value === 'string' && isCivilDay(value)) return value
    this.say(field, 'not_a_day', 'must be a day such as 2026-05-31')
    return '1970-01-01'
  }

  minute(field: string): number {
    const value = this.take(field)
    const clock = typeof value === 'string' ? CLOCK.exec(value) : null
    if (clock) return Number(clock[1]) * 60 + Number(clock[2])
    this.say(field, 'not_a_clock_time', 'must be a time of day such as 04:00')
    return 0
  }

  oneOf<T extends string>(field: string, allowed: readonly [T, ...T[]]): T {
    const value = this.take(field)
    const found = allowed.find((one) => one === value)
    if (found === undefined) this.say(field, 'not_one_of', `must be one of ${allowed.join(', ')}`)
    return found ?? allowed[0]
  }

  list(field: string, most: number): readonly unknown[] {
    if (!this.has(field)) return []
    const value = this.take(field)
    if (Array.isArray(value) && value.length <= most) return value
    this.say(field, 'not_a_list', `must be a list of at most ${most}`)
    return []
  }

  texts(field: string, most: number): string[] {
    return this.list(field, most).filter((one, index): one is string => {
      const fine = typeof one === 'string' && one.trim() !== '' && one.length <= 80
      if (!fine) this.say(`${field}[${index}]`, 'not_a_text', 'must be a text of 1 to 80 characters')
      return fine
    })
  }

  inside(field: string): ContractReader {
    return new ContractReader(this.take(field) ?? {}, [this.path, field].filter((part) => part !== '').join('.'), this.problems)
  }

  each(field: string, most: number): ContractReader[] {
    const path = [this.path, field].filter((part) => part !== '').join('.')
    return this.list(field, most).map((one, index) => new ContractReader(one, `${path}[${index}]`, this.problems))
  }

  /** A misspelt field would otherwise be a rule silently not kept. */
  end(): void {
    for (const field of Object.keys(this.fields))
      if (!this.asked.has(field)) this.say(field, 'unknown_field', 'is not a field of a contract')
  }
}
