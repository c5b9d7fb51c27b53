import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Shop } from '../agent/enrolled-shops.ts'
import { sampleTrade } from '../agents/sample-trade.ts'
import type { Belongings } from '../belongings.ts'
import type { ShopsFile } from './shops.ts'

/** One file for each process that plays agents, gone with the benchmark: they hold keys. */
export function writeShopFiles(shops: readonly Shop[], processes: number, belongings: Belongings): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-agents-'))
  belongings.keep({ stop: async () => rmSync(folder, { recursive: true, force: true }) })
  const trade = sampleTrade()
  return Array.from({ length: processes }, (_, process) => {
    const file = join(folder, `shops-${process}.json`)
    const content: ShopsFile = { shops: shops.filter((_, index) => index % processes === process), ...trade }
    writeFileSync(file, JSON.stringify(content), { mode: 0o600 })
    return file
  })
}
