import { until } from '../../../../apps/web/tests/hub-bed.ts'
import { openSftpServer } from '../../../../apps/web/tests/support/open-sftp-server.ts'
import type { Scene } from '../support/play-scenes.ts'
import { findFunds } from './funds-files.ts'

const PULL = { name: 'bank', user: 'chain', secretKind: 'password', secret: 'a password of the bank' } as const
/** Of a server that is not the one which answers. */
const OTHER_KEY = `SHA256:${'A'.repeat(43)}`
let added = ''

/** A folder of a bank that is fetched by SFTP, and whose server has become another one. */
export const fundsPullScenes: readonly Scene[] = [
  {
    action: 'funds_pull.added',
    by: 'the page of folders',
    async act({ admin, database }) {
      const server = await openSftpServer({ user: PULL.user, password: PULL.secret })
      try {
        added = await admin.ask<string>('fundsPulls.add', { ...PULL, host: '127.0.0.1', port: server.port, hostKey: OTHER_KEY })
        const look = async () => (await database.pool.query('select trouble from funds_pull where id = $1', [added])).rows[0]
        await until(async () => (await look()).trouble !== null)
        if (server.signIns.length > 0) throw new Error('the stranger was shown the password')
      } finally {
        await server.close()
      }
      return { actor: { type: 'user', id: admin.id }, target: { type: 'funds_pull', id: added } }
    },
  },
  {
    action: 'funds_pull.refused',
    by: 'the hub, which met another key there',
    act: async (bed) => ({
      actor: { type: 'system', id: 'sftp' },
      target: {
        type: 'funds_pull',
        id: (await findFunds<{ id: string }>(bed, `select id from funds_pull where name = 'bank'`)).id,
      },
      outcome: 'failed',
      reason: 'host_key_changed',
    }),
  },
  {
    action: 'funds_pull.removed',
    by: 'the same page',
    async act({ admin }) {
      await admin.ask('fundsPulls.remove', { name: PULL.name })
      return { actor: { type: 'user', id: admin.id }, target: { type: 'funds_pull', id: added } }
    },
  },
]
