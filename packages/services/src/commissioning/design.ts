import { LaneKey } from '@counterfoil/protocol'
import { z } from 'zod'
import type { Requirements } from './requirements.ts'

export const networkPaths = ['fibre', 'dsl', 'cable', 'leased', 'mobile', 'satellite'] as const
export type NetworkPath = (typeof networkPaths)[number]

export const LaneDesign = z.strictObject({
  lane: LaneKey,
  /** A terminal protocol by its id, e.g. `zvt`. */
  protocol: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/),
  link: z.enum(['serial', 'tcp']),
  /** Whose terminal serves when this one does not. */
  backupLane: LaneKey.nullable(),
})
export type LaneDesign = z.infer<typeof LaneDesign>

/** How a store is built: the second step. */
export const Design = z
  .strictObject({
    path: z.enum(networkPaths),
    backupPath: z.enum(networkPaths).nullable(),
    /** How many addresses of the hub each agent has to know. */
    hubAddresses: z.int().min(1).max(8),
    lanes: z.array(LaneDesign).min(1).max(64),
  })
  .superRefine(({ lanes, path, backupPath }, context) => {
    const known = new Set(lanes.map(({ lane }) => lane))
    if (known.size !== lanes.length) context.addIssue({ code: 'custom', path: ['lanes'], message: 'A lane is there twice.' })
    if (lanes.some(({ lane, backupLane }) => backupLane !== null && (backupLane === lane || !known.has(backupLane))))
      context.addIssue({ code: 'custom', path: ['lanes'], message: 'A backup has to be another lane of this store.' })
    if (path === backupPath)
      context.addIssue({ code: 'custom', path: ['backupPath'], message: 'A backup path has to be another path.' })
  })
export type Design = z.infer<typeof Design>

/** What two people agree on. */
export interface Plan {
  readonly requirements: Requirements
  readonly design: Design
}
