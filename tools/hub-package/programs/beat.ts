import { tellSystemd } from './tell-systemd.ts'

/** Loaded before hub and dashboard (`--import`): one whose loop stands still no longer beats, and systemd starts it again. */
const everyMs = Number(process.env.WATCHDOG_USEC ?? 0) / 3_000
if (everyMs > 0) {
  tellSystemd('WATCHDOG=1')
  setInterval(() => tellSystemd('WATCHDOG=1'), everyMs).unref()
}
