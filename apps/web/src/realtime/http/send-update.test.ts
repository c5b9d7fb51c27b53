import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSendUpdate, UPDATES_PATH } from './send-update.ts'

const ARCHIVE = `targets/${'a'.repeat(64)}.counterfoil-agent-0.2.0-linux-x64.tar.gz`
let folder: string
let server: Server

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'send-update-'))
  for (const name of ['metadata', 'targets']) mkdirSync(join(folder, 'to', name), { recursive: true })
  writeFileSync(join(folder, 'online.pem'), 'a secret')
  writeFileSync(join(folder, 'to/metadata/timestamp.json'), '{}')
  writeFileSync(join(folder, 'to/metadata/secret.json'), 'a secret')
  writeFileSync(join(folder, 'to', ARCHIVE), 'abcdefgh')
  const send = createSendUpdate(join(folder, 'to'))
  server = createServer((asked, response) => void send(asked, response, (asked.url ?? '').slice(UPDATES_PATH.length)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** As it stands in the path: nothing on the way takes dots out of it. */
function get(name: string, headers: Record<string, string> = {}): Promise<{ status: number | undefined; text: string }> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path: UPDATES_PATH + name, headers }, (response) => {
      let text = ''
      response.on('data', (part) => (text += String(part))).on('end', () => resolve({ status: response.statusCode, text }))
    })
    asked.on('error', reject).end()
  })
}

describe('the files of versions', () => {
  it('are given whole, or from where an earlier try ended', async () => {
    expect(await get('metadata/timestamp.json')).toEqual({ status: 200, text: '{}' })
    expect(await get(ARCHIVE)).toEqual({ status: 200, text: 'abcdefgh' })
    expect(await get(ARCHIVE, { range: 'bytes=5-' })).toEqual({ status: 206, text: 'fgh' })
    expect(await get(ARCHIVE, { range: 'bytes=8-' })).toMatchObject({ status: 416 })
    expect(await get(ARCHIVE, { range: 'bytes=5-6,0-1' })).toEqual({ status: 200, text: 'abcdefgh' })
  })

  it.each([
    'metadata/secret.json',
    'metadata/2.timestamp.json',
    '../online.pem',
    'metadata/../../online.pem',
    'targets/%2e%2e/online.pem',
    `targets/${'a'.repeat(64)}.../../online.pem`,
    'metadata/timestamp.json%00',
    '',
  ])('are those of the list and nothing else: %s', async (name) => {
    expect(await get(name)).toMatchObject({ status: 404, text: expect.not.stringContaining('secret') })
  })
})
