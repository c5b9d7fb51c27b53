import { type Locale, languageTags } from '../../i18n/locales.ts'

export interface TimePlace {
  readonly locale: Locale
  /** IANA name of the zone the time is shown in. */
  readonly timeZone: string
}

/** `14:32:08`, 24 hours, in the zone given. */
export function formatClock(atMs: number, place: TimePlace): string {
  return part(atMs, place, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
}

/** `14:32`. */
export function formatHourMinute(atMs: number, place: TimePlace): string {
  return part(atMs, place, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

/** `Fri 20 Nov`, in Chinese `11月20日 周五`; with the year when it is not the year of `nowMs`. */
export function formatDay(atMs: number, place: TimePlace, nowMs: number): string {
  const otherYear = yearOf(atMs, place) !== yearOf(nowMs, place)
  const weekday = part(atMs, place, { weekday: 'short' })
  if (place.locale === 'zh') {
    const day = part(atMs, place, { month: 'long', day: 'numeric', ...(otherYear ? { year: 'numeric' } : {}) })
    return `${day} ${weekday}`
  }
  const day = part(atMs, place, { day: 'numeric' })
  const month = part(atMs, place, { month: 'short' })
  return `${weekday} ${day} ${month}${otherYear ? ` ${yearOf(atMs, place)}` : ''}`
}

/** `20 Nov 2026`, in Chinese `2026年11月20日`: for what is years apart. */
export function formatDate(atMs: number, place: TimePlace): string {
  return part(atMs, place, { year: 'numeric', month: place.locale === 'zh' ? 'long' : 'short', day: 'numeric' })
}

/** `Fri 20 Nov 14:32:08 CET`, in Chinese `11月20日 周五 21:32:08 UTC+8`. */
export function formatDateTime(atMs: number, place: TimePlace, nowMs: number): string {
  return `${formatDay(atMs, place, nowMs)} ${formatClock(atMs, place)} ${formatZone(atMs, place)}`
}

/** `CET`, `UTC+8`: the zone's letters where English has them, else its distance from UTC. */
export function formatZone(atMs: number, { locale, timeZone }: TimePlace): string {
  const name = (style: 'short' | 'shortOffset') =>
    new Intl.DateTimeFormat(languageTags[locale], { timeZone, timeZoneName: style })
      .formatToParts(atMs)
      .find((piece) => piece.type === 'timeZoneName')?.value ?? timeZone
  const shown = locale === 'zh' ? name('shortOffset') : name('short')
  return shown === 'GMT' && /^(UTC|Etc\/UTC|GMT)$/.test(timeZone) ? 'UTC' : shown.replace(/^GMT(?=[+-])/, 'UTC')
}

function yearOf(atMs: number, place: TimePlace): string {
  return part(atMs, { locale: 'en', timeZone: place.timeZone }, { year: 'numeric' })
}

function part(atMs: number, { locale, timeZone }: TimePlace, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(languageTags[locale], { ...options, timeZone }).format(atMs)
}
