import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { destinationPurpose } from '@counterfoil/services/alerts'
import { findSealer } from '@counterfoil/services/vault'
import { until } from '../../../../apps/web/tests/hub-bed.ts'
import type { LogScene } from '../support/log-scene.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'
import type { RecordBed } from '../support/record-bed.ts'

/** What one scene leaves for the next. */
const made = { destination: '', window: '' }
const hub = { type: 'system', id: 'hub' } as const
const by = ({ admin }: LogScene, type: string, id: string): Wanted => ({
  actor: { type: 'user', id: admin.id },
  target: { type, id },
})

/** Rules, destinations and windows by the page; what was told, and what was given up, by the hub. */
export const alertScenes: readonly Scene<RecordBed>[] = [
  {
    action: 'alert_rule.changed',
    by: 'the page of alerts',
    async act(bed) {
      const figures = {
        ...{ isOn: true, severity: 'critical', raiseAt: 2, endAt: 1 },
        ...{ raiseAfterSeconds: 60, endAfterSeconds: 60 },
      }
      const rule = 'device_unwell'
      await bed.admin.ask('alerts.changeRule', { place: { kind: 'chain' }, rule, before: 0, figures, reason: 'one is none' })
      return by(bed, 'alert_rule', rule)
    },
  },
  {
    action: 'alert_destination.added',
    by: 'the page of alerts',
    async act(bed) {
      made.destination = await bed.admin.ask<string>('alerts.addDestination', {
        name: 'Night shift',
        place: { kind: 'chain' },
        leastSeverity: 'critical',
        afterMinutes: 1_440,
        to: { kind: 'slack', address: 'https://chat.invalid/services/x' },
      })
      return by(bed, 'alert_destination', made.destination)
    },
  },
  {
    action: 'alert_destination.tested',
    by: 'the button beside it',
    async act(bed) {
      await bed.admin.ask('alerts.testDestination', { id: made.destination })
      return by(bed, 'alert_destination', made.destination)
    },
  },
  {
    action: 'alert_destination.removed',
    by: 'the button beside it',
    async act(bed) {
      await bed.admin.ask('alerts.removeDestination', { id: made.destination })
      return by(bed, 'alert_destination', made.destination)
    },
  },
  {
    action: 'alert.told',
    by: 'the hub, to a webhook that takes it',
    act: (bed) => tell(bed, 'Takes', { hoursAgo: 0, answer: 204 }, 'taken_at'),
  },
  {
    action: 'alert.untold',
    by: 'the hub, after a day of trying',
    act: async (bed) => ({
      ...(await tell(bed, 'Refuses', { hoursAgo: 25, answer: 500 }, 'given_up_at')),
      outcome: 'failed',
      reason: 'answer_500',
    }),
  },
  {
    action: 'alert_window.added',
    by: 'the page of alerts',
    async act(bed) {
      const [fromMs, untilMs] = [Date.now(), Date.now() + 3_600_000]
      const window = { place: { kind: 'chain' }, fromMs, untilMs, reason: 'new disks' }
      made.window = await bed.admin.ask<string>('alerts.addWindow', window)
      return by(bed, 'alert_window', made.window)
    },
  },
  {
    action: 'alert_window.ended',
    by: 'the button beside it',
    async act(bed) {
      await bed.admin.ask('alerts.endWindow', { id: made.window })
      return by(bed, 'alert_window', made.window)
    },
  },
]

/** One alert of a store of its own, and one destination that is told of that store: of this machine, so sealed here. */
async function tell(
  { database }: LogScene,
  name: string,
  { hoursAgo, answer }: { readonly hoursAgo: number; readonly answer: number },
  then: 'taken_at' | 'given_up_at',
): Promise<Wanted> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(answer).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const [alert, destination] = [randomUUID(), randomUUID()]
  const secret = 's'.repeat(32)
  const sealed = (await findSealer(database)).seal(
    destinationPurpose(destination),
    Buffer.from(JSON.stringify({ kind: 'webhook', address, secret })),
  )
  await database.pool.query(
    `insert into operations_alert (id, rule, subject, severity, raised_at, raised_value, worst_value, last_value, raise_at, judged_at)
     values ($1, 'disk_free', $2, 'critical', now() - make_interval(hours => $3), 0.05, 0.05, 0.05, 0.1, now())`,
    [alert, `hub-9:4000 ${name}`, hoursAgo],
  )
  await database.pool.query(
    `insert into alert_destination (id, name, kind, level, least_severity, after_minutes, made_at, made_by)
     values ($1, $2, 'webhook', 'chain', 'critical', $3, now(), 'user:x')`,
    [destination, name, Math.min(1_440, hoursAgo * 60)],
  )
  await database.pool.query('insert into alert_destination_secret (id, sealed) values ($1, $2)', [
    destination,
    Buffer.from(sealed),
  ])
  await until(async () => {
    // It was tried as often as fits into a day, and once more.
    if (then === 'given_up_at')
      await database.pool.query(
        `update operations_notice set failures = 95, due_at = now() where alert_id = $1 and destination_id = $2 and failures between 1 and 94`,
        [alert, destination],
      )
    const told = `select from operations_notice where alert_id = $1 and destination_id = $2 and ${then} is not null`
    return (await database.pool.query(told, [alert, destination])).rowCount === 1
  })
  // Nothing more is told there.
  await database.pool.query(`update alert_destination set removed_at = now(), removed_by = 'user:x' where id = $1`, [destination])
  server.close()
  return { actor: hub, target: { type: 'alert', id: alert } }
}
