import type { TerminalProtocol } from '../terminal-protocol.ts'
import { decodeBytes } from './decode-for-people.ts'
import { createZvtDriver } from './driver.ts'
import { createZvtLineReader } from './line/line-reader.ts'
import { parseZvtSettings } from './parse-settings.ts'
import { ZVT_TIMERS, type ZvtSettings } from './settings.ts'
import { createZvtSimulator } from './simulator/simulator.ts'

/** ZVT (PA00P015, PA00P016): Germany, Austria, Switzerland. */
export const zvt: TerminalProtocol<ZvtSettings> = {
  id: 'zvt',
  label: 'ZVT',
  capabilities: [
    'sale',
    'refund',
    'reversal',
    'cancel',
    'inquire_last',
    'status_poll',
    'events',
    'print_lines',
    'diagnosis',
    'end_of_day',
    'repeat_receipt',
    'status_enquiry',
    'initialisation',
    'restart',
  ],
  serial: { baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 2 },
  tcp: { port: 20_007 },
  timers: ZVT_TIMERS,
  remoteSettings: ['printLines', ...Object.keys(ZVT_TIMERS).map((timer) => `timers.${timer}`)],
  parseSettings: parseZvtSettings,
  createDriver: createZvtDriver,
  createSimulator: createZvtSimulator,
  decode: decodeBytes,
  createLineReader: createZvtLineReader,
}
