import { describe, expect, it } from 'vitest'
import { type AuditAction, auditActions } from '../audit-actions.ts'
import { buildEntry } from '../build-entry.ts'
import { OTHER, ocsfActivities, ocsfClasses } from './ocsf-classes.ts'
import { toOcsf } from './to-ocsf.ts'

const actions = Object.keys(auditActions) as AuditAction[]
const ID = '01935c6e-0000-7000-8000-000000000001'

/** What OCSF 1.7 calls required, of the base event and of each class; a list inside means at least one of them. */
const REQUIRED_OF_ALL = ['activity_id', 'category_uid', 'class_uid', 'metadata', 'severity_id', 'time', 'type_uid']
const REQUIRED: Readonly<Record<number, readonly (string | readonly string[])[]>> = {
  3001: ['user'],
  3002: ['user', ['service', 'dst_endpoint']],
  3004: ['entity'],
  3005: ['user', 'privileges'],
  6002: ['app'],
  6003: ['actor', 'api', 'src_endpoint'],
}

function eventOf(action: AuditAction, address: string | null, outcome: 'done' | 'refused' = 'done') {
  const actor = { kind: 'system', name: 'cli' } as const
  const target = { type: 'person', id: 'p1' }
  const { body } = buildEntry({ actor, now: () => new Date(1_764_300_000_000), newId: () => ID }, { action, target, outcome })
  const event = toOcsf({ index: 7, id: ID, actedAt: new Date(0), body, address }, 'hub.example/log')
  return { event, body }
}

describe('an entry as an OCSF event', () => {
  it.each(actions)('%s has a class, an activity of it, and all that class requires', (action) => {
    const [name, activity] = ocsfActivities[action]
    const { uid, activities } = ocsfClasses[name]
    for (const address of [null, '192.0.2.7']) {
      const { event, body } = eventOf(action, address)
      expect(activity === OTHER || Object.hasOwn(activities, activity)).toBe(true)
      expect(event).toMatchObject({ class_uid: uid, type_uid: uid * 100 + activity, time: 1_764_300_000_000, status_id: 1 })
      expect(event).toMatchObject({ category_uid: Math.floor(uid / 1000), raw_data: Buffer.from(body).toString() })
      expect(event).toMatchObject({
        metadata: { version: '1.7.0', product: { name: 'Counterfoil' }, uid: ID, sequence: 7, event_code: action },
      })
      for (const wanted of [...REQUIRED_OF_ALL, ...(REQUIRED[uid] ?? ['no such class'])])
        expect(
          [wanted].flat().some((field) => event[field] !== undefined && event[field] !== ''),
          String(wanted),
        ).toBe(true)
    }
  })

  it('names the activity by the action where the schema has no number for it', () => {
    expect(eventOf('log.gap', null).event).toMatchObject({ activity_id: 99, activity_name: 'log.gap', type_uid: 600_299 })
  })

  it('tells a refusal as a failure, its address, and the requirement it is logged for', () => {
    expect(eventOf('sign_in.failed', '192.0.2.7', 'refused').event).toMatchObject({
      status_id: 2,
      status_code: 'refused',
      severity_id: 3,
      type_uid: 300_201,
      src_endpoint: { ip: '192.0.2.7' },
      metadata: { labels: ['pci-dss:10.2.1.4'] },
    })
  })

  it('refuses an action it does not know rather than guess', () => {
    const body = Buffer.from('{"action":"made.up","actor":{"id":"x","type":"system"},"pci":[],"target":{"id":"1","type":"t"}}')
    expect(() => toOcsf({ index: 1, id: ID, actedAt: new Date(0), body, address: null }, 'x')).toThrow(RangeError)
  })
})
