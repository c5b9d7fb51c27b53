import { resultText } from '../codes/result-codes.ts'
import { terminalState } from '../codes/terminal-status.ts'
import { hexCode } from './accept.ts'
import { patch, setCondition, type Turn } from './turn.ts'

/** A terminal that announces maintenance (E0) goes silent for minutes while its software is changed. */
const MAINTENANCE_MS = 15 * 60_000

/** Result codes that speak of the terminal rather than of the card; below 64 they are the host's own. */
const TELLING_RESULTS: ReadonlySet<number> = new Set([0xb1, 0xb2, 0xbf, 0xc2, 0xcc, 0xdf, 0xe0, 0xe2, 0xe3, 0xe4, 0xf0])

const NOT_REGISTERED = 0x6b

/** The terminal told its status. */
export function noteStatus(turn: Turn, code: number) {
  const { condition, reason } = terminalState(code)
  patch(turn, { maintenanceUntilMs: condition === 'maintenance' ? turn.nowMs + MAINTENANCE_MS : undefined })
  if (condition === 'ready') return setCondition(turn, { condition })
  setCondition(turn, { condition, reason, code: hexCode(code), text: resultText(code) })
}

/** A result or refusal that tells how the terminal is. */
export function noteResultCode(turn: Turn, code: number): void {
  if (code === NOT_REGISTERED) patch(turn, { registered: false })
  else if (TELLING_RESULTS.has(code)) noteStatus(turn, code)
}
