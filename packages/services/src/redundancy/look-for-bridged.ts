import { inTransaction } from '../in-transaction.ts'
import { readTogether } from '../read-rows.ts'
import { findBridged } from './find-bridged.ts'
import { keepEvidence } from './keep-evidence.ts'
import type { LookContext } from './look-at-drills.ts'

/** Keeps what showed by itself that something spare serves; of several hubs each keeps it once. Returns how much that was. */
export async function lookForBridged(ctx: LookContext): Promise<number> {
  const found = await readTogether(ctx, (rows) => findBridged(rows, ctx.now()))
  if (found.length === 0) return 0
  return inTransaction(ctx, async (client) => {
    let kept = 0
    for (const one of found) if (await keepEvidence(client, { ...one, id: ctx.newId() }, ctx.now())) kept += 1
    return kept
  })
}
