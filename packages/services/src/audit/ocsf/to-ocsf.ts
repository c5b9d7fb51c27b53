import { type AuditAction, auditActions } from '../audit-actions.ts'
import type { LogEntry } from '../log-entries.ts'
import { alarming, OCSF_VERSION, type OcsfClass, OTHER, ocsfActivities, ocsfClasses } from './ocsf-classes.ts'

/** An entry's canonical JSON, as `encodeAuditEntry` writes it. */
interface EntryBody {
  readonly ts: number
  readonly actor: { readonly type: string; readonly id: string; readonly session?: string; readonly factors?: readonly string[] }
  readonly action: string
  readonly pci: readonly string[]
  readonly target: { readonly type: string; readonly id: string }
  readonly outcome: 'done' | 'refused' | 'failed'
  readonly reason?: string
}

const SUCCESS = 1
const FAILURE = 2
const INFORMATIONAL = 1
const MEDIUM = 3
const HIGH = 4
const PRODUCT = { name: 'Counterfoil', vendor_name: 'Counterfoil' }

/**
 * One entry as an OCSF event. `raw_data` is the entry's exact bytes, so whoever has the event can hash it and prove it. Of what
 * may have to be erased one day only the address goes along: it is where the act came from (PCI DSS 10.2.2).
 */
export function toOcsf({ index, id, body, address }: LogEntry, log: string): Readonly<Record<string, unknown>> {
  const text = Buffer.from(body).toString()
  const entry: EntryBody = JSON.parse(text)
  const { action } = entry
  if (!isAction(action)) throw new RangeError(`entry ${index} says "${action}", which is no action of this version`)
  const [name, activity] = ocsfActivities[action]
  const { uid, name: className, category, activities } = ocsfClasses[name]
  const captions: Readonly<Record<number, string>> = activities
  const done = entry.outcome === 'done'
  return {
    category_uid: category.uid,
    category_name: category.name,
    class_uid: uid,
    class_name: className,
    activity_id: activity,
    activity_name: activity === OTHER ? action : captions[activity],
    type_uid: uid * 100 + activity,
    time: entry.ts,
    severity_id: alarming.has(action) ? HIGH : done ? INFORMATIONAL : MEDIUM,
    status_id: done ? SUCCESS : FAILURE,
    status: done ? 'Success' : 'Failure',
    ...(done ? {} : { status_code: entry.outcome }),
    ...(entry.reason === undefined ? {} : { status_detail: entry.reason }),
    message: `${action} ${entry.target.type} ${entry.target.id}: ${entry.outcome}`,
    metadata: {
      version: OCSF_VERSION,
      product: PRODUCT,
      uid: id,
      sequence: index,
      log_name: log,
      event_code: action,
      labels: entry.pci.map((requirement) => `pci-dss:${requirement}`),
    },
    ...ofClass(name, entry, address),
    raw_data: text,
  }
}

function isAction(action: string): action is AuditAction {
  return Object.hasOwn(auditActions, action)
}

/** What the class itself demands beside what every event has. */
function ofClass(name: OcsfClass, entry: EntryBody, address: string | null): Readonly<Record<string, unknown>> {
  const { actor, target } = entry
  const acting = {
    actor: {
      user: { uid: `${actor.type}:${actor.id}` },
      ...(actor.session === undefined ? {} : { session: { uid: actor.session } }),
    },
  }
  // A program or the hub itself acts from no address: the class wants to know from where all the same.
  const source = { src_endpoint: address === null ? { svc_name: `${actor.type}:${actor.id}` } : { ip: address } }
  const thing = { uid: target.id, type: target.type }
  const isPerson = target.type === 'person' || target.type === 'user'
  const user = { uid: isPerson ? target.id : `${actor.type}:${actor.id}` }
  switch (name) {
    case 'authentication':
      return { ...acting, ...source, user, service: { name: 'Counterfoil' }, is_mfa: (actor.factors?.length ?? 0) > 1 }
    case 'accountChange':
      return { ...acting, ...source, user }
    case 'userAccess':
      return { ...acting, ...source, user, privileges: [entry.action], resources: [thing] }
    case 'entityManagement':
      return { ...acting, ...source, entity: thing }
    case 'applicationLifecycle':
      return { ...acting, app: PRODUCT }
    case 'apiActivity':
      return { ...acting, ...source, api: { operation: entry.action }, resources: [thing] }
  }
}
