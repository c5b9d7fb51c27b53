import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createPool } from '@counterfoil/db'
import type { BrowserContext } from 'playwright-core'
import { SerialPort } from 'serialport'
import { Server } from 'socket.io'
import { startChild } from '../../tools/stack/child.ts'
import { ROOT } from '../../tools/stack/root.ts'
import type { Belongings } from '../belongings.ts'
import { nowMs, type Seen, watchChanges } from './change-watch.ts'
import type { BenchStack } from './start-stack.ts'

export interface BareHops {
  /** Bytes out of one end of a pty to a changed DOM: when it began, when it was seen. */
  measure(): Promise<{ readonly startedMs: number; readonly seen: Seen }>
}

/** A completion in its serial frame: as many bytes as the product reads. */
const COMPLETION_FRAME = Buffer.from('1002060f001003a1b2', 'hex')
const EVENT_BYTES = 1_000

/**
 * The hops every such product has, and nothing else: a pty, one durable row on the store's disk, one commit in the same
 * PostgreSQL, one socket.io message to the same browser, one changed text.
 */
export async function openBareHops(stack: BenchStack, browser: BrowserContext, belongings: Belongings): Promise<BareHops> {
  const [nearEnd, farEnd] = [join(stack.dataFolder, 'bare-near'), join(stack.dataFolder, 'bare-far')]
  const socat = belongings.keep(
    startChild('socat', ['-d', '-d', `pty,raw,echo=0,link=${nearEnd}`, `pty,raw,echo=0,link=${farEnd}`], { cwd: ROOT, env: {} }),
  )
  await socat.waitFor(/starting data transfer loop/)
  const near = await openPort(nearEnd, belongings)
  const far = await openPort(farEnd, belongings)

  const file = new DatabaseSync(join(stack.dataFolder, 'bare.db'))
  belongings.keep({ stop: async () => file.close() })
  file.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE event (seq INTEGER PRIMARY KEY, body BLOB)')
  const insert = file.prepare('INSERT INTO event (body) VALUES (?)')

  const pool = createPool({ url: stack.databaseUrl, role: 'owner', max: 1 })
  belongings.keep({ stop: () => pool.end() })
  await pool.query('create schema bare_hops; create table bare_hops.event (seq bigserial primary key, body bytea)')

  const { page, emit } = await openBarePage(browser, belongings)
  const watch = await watchChanges(page, '#shown')
  const body = Buffer.alloc(EVENT_BYTES, 'x')
  let nth = 0
  return {
    async measure() {
      const shown = String(++nth)
      const arrived = once(far, 'data')
      const startedMs = await new Promise<number>((written) => {
        near.write(COMPLETION_FRAME)
        near.drain(() => written(nowMs()))
      })
      await arrived
      insert.run(body)
      await pool.query('insert into bare_hops.event (body) values ($1)', [body])
      emit(shown)
      return { startedMs, seen: await watch.saw(shown) }
    },
  }
}

async function openPort(path: string, belongings: Belongings): Promise<SerialPort> {
  const port = new SerialPort({ path, baudRate: 9_600, autoOpen: false })
  belongings.keep({ stop: () => new Promise<void>((closed) => (port.isOpen ? port.close(() => closed()) : closed())) })
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())))
  return port
}

/** A page that shows the last number it was sent. */
async function openBarePage(browser: BrowserContext, belongings: Belongings) {
  const client = readFileSync(createRequire(import.meta.url).resolve('socket.io-client/dist/socket.io.js'), 'utf8')
  const html = `<!doctype html><p id="shown"></p><script>${client}</script>
<script>io({ transports: ['websocket'] }).on('show', (text) => { document.getElementById('shown').textContent = text })</script>`
  const http = createServer((_, response) => response.setHeader('content-type', 'text/html').end(html))
  const io = new Server(http, { transports: ['websocket'], serveClient: false, perMessageDeflate: false })
  belongings.keep({ stop: () => io.close() })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const connected = once(io, 'connection')
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`)
  await connected
  return { page, emit: (text: string) => void io.emit('show', text) }
}
