import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPool } from '@counterfoil/db'
import type { StackPlaces } from './places.ts'

/** As if the record had begun a day before: then there is a day that is over, and nobody waits for midnight. */
export async function beginRecordEarlier({ dataFolder }: StackPlaces): Promise<void> {
  const { databaseUrl } = JSON.parse(readFileSync(join(dataFolder, 'running.json'), 'utf8')) as { databaseUrl: string }
  const owner = createPool({ url: databaseUrl, max: 1, role: 'owner' })
  try {
    await owner.query(`update audit_follower set since = since - interval '1 day'`)
  } finally {
    await owner.end()
  }
}
