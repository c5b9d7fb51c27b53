import type { HealthCode } from '../device-health/health-codes.ts'
import { isOlder } from '../device-health/judge-agent.ts'
import type { Plan } from './design.ts'
import { isProtected, type SeenStore } from './seen-store.ts'

export type DeviationCode = Extract<HealthCode, `agreed_${string}`>

/** Something that is otherwise than two people signed. `what` names it: lanes, methods, agents. */
export interface Deviation {
  readonly code: DeviationCode
  readonly what: readonly string[]
}

const HOUR_MS = 3_600_000

/** What was agreed beside what is: everything that differs, each kind once. What cannot be known now is not judged. */
export function judgeAgreement({ requirements, design }: Plan, seen: SeenStore, nowMs: number): Deviation[] {
  const { methods, frequency, security } = requirements
  const { agents, terminals } = seen
  const lanes = new Map(design.lanes.map((lane) => [lane.lane, lane]))
  const at = (lane: string) => terminals.filter((terminal) => terminal.lane === lane)
  const agreed = terminals.filter(({ lane }) => lanes.has(lane))
  const working = agents.filter(({ state, agentId }) => state === 'active' && agreed.some((one) => one.agentId === agentId))
  const told = working.filter(({ hubs }) => hubs.length > 0)
  const differs = ({ lane, protocol, link }: SeenStore['terminals'][number]) =>
    protocol !== lanes.get(lane)?.protocol || link !== lanes.get(lane)?.link
  const silentSince = nowMs - frequency.saleEveryHours * HOUR_MS
  const today = new Date(nowMs).toISOString().slice(0, 10)
  const deviations: Readonly<Record<DeviationCode, readonly string[]>> = {
    agreed_lane_missing: [...lanes.keys()].filter((lane) => at(lane).length === 0),
    agreed_lane_extra: [
      ...terminals.filter(({ lane }) => !lanes.has(lane)).map(({ lane }) => lane),
      ...[...lanes.keys()].filter((lane) => at(lane).length > 1),
    ],
    agreed_protocol: agreed.filter(differs).map(({ lane }) => lane),
    agreed_backup: [
      ...[...lanes.values()]
        .filter(({ backupLane }) => backupLane !== null && at(backupLane).length === 0)
        .map(({ lane }) => lane),
      ...told.filter(({ hubs }) => hubs.length < design.hubAddresses).map(({ name }) => name),
    ],
    agreed_method: seen.methods.filter((method) => !methods.includes(method)),
    agreed_version:
      security.leastVersion === null
        ? []
        : working.filter(({ version }) => isOlder(version, security.leastVersion ?? version)).map(({ name }) => name),
    agreed_silent: agreed
      .filter(({ lastApprovedAtMs, sinceMs }) => Math.max(lastApprovedAtMs ?? 0, sinceMs) < silentSince)
      .map(({ lane }) => lane),
    agreed_security: [
      ...told.filter(({ hubs }) => !hubs.every(isProtected)).map(({ name }) => name),
      ...working.filter((agent) => isFull(agent, security.diskFreePercent)).map(({ name }) => name),
      ...agreed
        .filter(({ approvalExpiresOn, p2pe }) =>
          security.approval && (approvalExpiresOn === null || approvalExpiresOn < today) ? true : security.p2pe && p2pe !== 'yes',
        )
        .map(({ lane }) => lane),
    ],
  }
  return (Object.keys(deviations) as DeviationCode[]).flatMap((code) =>
    deviations[code].length === 0 ? [] : [{ code, what: [...new Set(deviations[code])].toSorted() }],
  )
}

function isFull({ diskFreeBytes: free, diskSizeBytes: size }: SeenStore['agents'][number], leastPercent: number): boolean {
  return free !== null && size !== null && size > 0 && Math.floor((free / size) * 100) < leastPercent
}
