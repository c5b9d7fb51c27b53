import type { Finding } from '../device-health/health-facts.ts'
import type { ReadRows } from '../read-rows.ts'
import { judgeFirmware } from './judge-firmware.ts'
import { isInForce, isModel, readFirmwareRules, ruleOf, runsFirmware } from './read-firmware-rules.ts'

interface Running {
  readonly terminalId: number
  readonly storeId: number
  readonly make: string | null
  readonly model: string | null
  readonly firmware: string
}

/** Every terminal at work whose firmware is older than the list wants, with why that matters. One statement where the list is not empty. */
export async function findOutdatedFirmware(rows: ReadRows, nowMs: number): Promise<Finding[]> {
  const rules = (await readFirmwareRules(rows)).filter(isInForce)
  if (rules.length === 0) return []
  const running = await rows<Running>(
    `select t.id as "terminalId", t.store_id as "storeId", d.make, ${isModel} as model, ${runsFirmware} as firmware
     from terminal t join terminal_assignment a on a.terminal_id = t.id and a.until is null join device d on d.terminal_id = t.id
     where d.state = 'active' and ${runsFirmware} is not null and upper(${isModel}) = any($1::text[])`,
    rules.map(({ model }) => model.toUpperCase()),
  )
  return running.flatMap(({ terminalId, storeId, firmware, ...device }) => {
    const rule = ruleOf(rules, device)
    const level = rule === null ? 'fine' : judgeFirmware(firmware, rule)
    if (rule === null || (level !== 'below_least' && level !== 'behind')) return []
    const { least, current, why } = rule
    return [
      {
        code: 'firmware_outdated',
        severity: level === 'below_least' ? 'warning' : 'notice',
        ...{ storeId, terminalId, agentId: null, sinceMs: nowMs },
        figures: { level, firmware, least, current, why },
      },
    ]
  })
}
