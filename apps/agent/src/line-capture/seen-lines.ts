import { COMMAND_LINE_CHARS, cutCardNumbers } from '@counterfoil/protocol'
import type { LineDirection, SeenMessage } from '@counterfoil/terminals'

/** So much of a longer message is kept: the last receipt must not drive out the payment before it. */
const MOST_HEX_CHARS = 3_200
const MOST_FIELD_CHARS = 240
const DIRECTIONS: Readonly<Record<LineDirection, string>> = { to_terminal: 'to terminal', from_terminal: 'from terminal' }

/**
 * One message as `counterfoil decode PROTOCOL -` reads it: a remark with its time, direction, name and fields, and its hex in the
 * next line, which a `\` at its end goes on in the one after.
 */
export function seenLines(atMs: number, direction: LineDirection, seen: SeenMessage): string[] {
  const { name, bytes, hex, fields, problems } = seen
  const tooLong = hex !== undefined && hex.length > MOST_HEX_CHARS
  const notes = [
    ...(hex === undefined ? [`${bytes} bytes, hidden`] : []),
    ...problems,
    ...(tooLong ? [`the first ${MOST_HEX_CHARS / 2} of ${bytes} bytes`] : []),
  ]
  const told = [fieldText(fields), notes.join('; ')].filter((part) => part !== '').join(' ! ')
  const remark = `# ${timeText(atMs)} ${DIRECTIONS[direction]}: ${name}${told === '' ? '' : ` ${told}`}`
  // The readers have hidden everything; whatever they overlooked would be a fault of theirs, and is cut here.
  return [cut(cutCardNumbers(plain(remark))), ...(hex === undefined ? [] : hexLines(hex.slice(0, MOST_HEX_CHARS)))]
}

/** What happened to the line itself. */
export function noteLine(atMs: number, note: string): string {
  return cut(cutCardNumbers(plain(`# ${timeText(atMs)} ${note}`)))
}

function timeText(atMs: number): string {
  return `+${Math.round(atMs)} ms`
}

function fieldText(fields: Readonly<Record<string, unknown>>): string {
  const text = Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
  return text.length > MOST_FIELD_CHARS ? `${text.slice(0, MOST_FIELD_CHARS - 1)}…` : text
}

function hexLines(hex: string): string[] {
  const hidden = cutCardNumbers(hex).replaceAll('*', 'E')
  const size = COMMAND_LINE_CHARS - 2
  const parts = hidden.match(new RegExp(`.{1,${size}}`, 'g')) ?? []
  return parts.map((part, index) => (index < parts.length - 1 ? `${part}\\` : part))
}

/** One line, of characters that an event may carry. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ')
}

function cut(line: string): string {
  return line.length > COMMAND_LINE_CHARS ? `${line.slice(0, COMMAND_LINE_CHARS - 1)}…` : line
}
