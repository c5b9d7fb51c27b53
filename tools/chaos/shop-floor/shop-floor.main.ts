import { appendFileSync, readFileSync } from 'node:fs'
import { findProtocol } from '@counterfoil/terminals/registry'
import { createChance } from '../../disasters/random.ts'
import { startBookedTerminal } from './booked-terminal.ts'
import type { ShopFloorPlan } from './lane-plan.ts'
import { createTill } from './till.ts'

/** All stores' terminals and tills: what stands outside the agents' PCs and is never killed, so that its books are the truth. */
const [planFile] = process.argv.slice(2)
if (planFile === undefined) throw new Error('usage: shop-floor.main.ts PLAN.json')
const plan = JSON.parse(readFileSync(planFile, 'utf8')) as ShopFloorPlan
const protocol = findProtocol('zvt')
if (protocol === undefined) throw new Error('the registry has no protocol zvt')

const tills = await Promise.all(
  plan.lanes.map(async (lane, number) => {
    const chance = (of: number) => createChance(plan.seed * 1_000 + number * 2 + of)
    const terminal = await startBookedTerminal({ plan: lane, number, protocol, chance: chance(0), ledgerFile: plan.ledgerFile })
    const write = (line: object) => appendFileSync(plan.ordersFile, `${JSON.stringify(line)}\n`)
    return createTill({ plan: lane, chance: chance(1), terminal, write })
  }),
)

process.on('message', (message) => {
  if (message === 'trade') {
    void Promise.all(tills.map((till) => till.run())).then(() => process.send?.('settled'))
  } else if (message === 'settle') {
    for (const till of tills) till.settle()
  }
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
