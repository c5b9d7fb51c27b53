import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { realClock } from '@counterfoil/services/testing'
import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMetrics } from '../src/realtime/metrics.ts'
import { readEmailSettings } from '../src/realtime/operations/read-email-settings.ts'
import { sendByEmail } from '../src/realtime/operations/send-email.ts'
import { tellNotices } from '../src/realtime/operations/tell-notices.ts'
import { newId, until } from './hub-bed.ts'

interface Mail {
  readonly from: string
  readonly to: readonly string[]
  readonly login: string
  readonly data: string
}

/** A mail server on a real socket (RFC 5321): takes a login, answers the end of each mail with what it is told to. */
async function openMailServer(answers: (nth: number) => string) {
  const mails: Mail[] = []
  let asked = 0
  const serve = (socket: Socket) => {
    let [rest, from, login, data] = ['', '', '', null as string | null]
    let to: string[] = []
    const say = (line: string) => socket.write(`${line}\r\n`)
    const take = (line: string) => {
      if (data !== null) {
        if (line !== '.') {
          data += `${line}\n`
          return
        }
        const answer = answers(asked)
        asked += 1
        if (answer.startsWith('2')) mails.push({ from, to, login, data })
        data = null
        say(answer)
      } else if (/^EHLO/i.test(line)) socket.write('250-mail.test\r\n250 AUTH PLAIN\r\n')
      else if (/^AUTH PLAIN /i.test(line)) {
        login = Buffer.from(line.slice(11), 'base64').toString().split('\0').slice(1).join(':')
        say('235 ok')
      } else if (/^MAIL FROM:/i.test(line)) {
        from = line.slice(10)
        to = []
        say('250 ok')
      } else if (/^RCPT TO:/i.test(line)) {
        to.push(line.slice(8))
        say('250 ok')
      } else if (/^DATA/i.test(line)) {
        data = ''
        say('354 go on')
      } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
      else say('250 ok')
    }
    socket.setEncoding('utf8')
    socket.on('error', () => {})
    socket.on('data', (text: string) => {
      rest += text
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end)
        rest = rest.slice(end + 2)
        take(line)
      }
    })
    say('220 mail.test')
  }
  const server = createServer(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { mails, port: (server.address() as AddressInfo).port, close: () => server.close() }
}

let base: TestDatabase
beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
})
afterAll(() => base?.close())

async function notice(event: 'raised' | 'ended', id: string): Promise<void> {
  await base.pool.query(`insert into operations_notice (alert_id, event, channel, due_at) values ($1, $2, 'email', now())`, [
    id,
    event,
  ])
}

it('an alert goes to all addresses as one mail, again until it is taken, and its end after its beginning', async () => {
  const server = await openMailServer((nth) => (nth === 0 ? '451 try later' : '250 taken'))
  const settings = readEmailSettings({
    ALERT_SMTP_URL: `smtp://counterfoil:p%40ss@127.0.0.1:${server.port}`,
    ALERT_EMAIL_FROM: 'hub@chain.example',
    ALERT_EMAIL_TO: 'night@chain.example, ops@chain.example',
  })
  const id = newId()
  await base.pool.query(
    `insert into operations_alert (id, rule, subject, severity, raised_at, ended_at, ended_why, raised_value, worst_value, last_value, raise_at, judged_at)
     values ($1, 'store_offline', '0417', 'critical', now() - interval '5 minutes', now(), 'good', 1, 1, 0, 1, now())`,
    [id],
  )
  await notice('ended', id)
  await notice('raised', id)
  const log = pino({ level: 'silent' })
  const parts = { pool: base.pool, newId, clock: realClock, random: () => 0, log, metrics: createMetrics() }
  const telling = tellNotices(parts, 'email', sendByEmail({ ...(settings ?? expect.fail('no settings')), ca: null }))
  try {
    await until(async () => (await base.pool.query(`select from operations_notice where trouble = 'answer_451'`)).rowCount === 1)
    await until(async () => {
      await base.pool.query('update operations_notice set due_at = now() where taken_at is null and failures > 0')
      return server.mails.length === 2
    })
    await until(async () => (await base.pool.query('select from operations_notice where taken_at is null')).rowCount === 0)
  } finally {
    await telling.close()
    server.close()
  }
  const [raised, ended] = server.mails
  expect(raised).toMatchObject({ login: 'counterfoil:p@ss', from: '<hub@chain.example>' })
  expect(raised?.to).toEqual(['<night@chain.example>', '<ops@chain.example>'])
  expect(raised?.data).toContain(`Message-ID: <${id}.raised@chain.example>`)
  expect(raised?.data).toContain('Subject: Counterfoil: CRITICAL store_offline (0417)')
  expect(ended?.data).toContain('Subject: Counterfoil: ENDED store_offline (0417)')
})

it('settings that would show a password, or tell nobody, are refused in one sentence', () => {
  const given = { ALERT_EMAIL_FROM: 'a@b.example', ALERT_EMAIL_TO: 'c@d.example' }
  expect(readEmailSettings({})).toBeNull()
  expect(() => readEmailSettings(given)).toThrow('without a server')
  for (const url of [
    'mail.example',
    'http://mail.example',
    'smtp://',
    'smtp://u:p@mail.example:25',
    'smtps://u:%zz@mail.example',
  ])
    expect(() => readEmailSettings({ ...given, ALERT_SMTP_URL: url }), url).toThrow()
  for (const to of ['', 'nobody', 'a@b.example,', 'a@b.example\nBcc: x@y.example'])
    expect(() => readEmailSettings({ ...given, ALERT_SMTP_URL: 'smtps://mail.example', ALERT_EMAIL_TO: to }), to).toThrow(
      'ALERT_EMAIL_TO',
    )
})
