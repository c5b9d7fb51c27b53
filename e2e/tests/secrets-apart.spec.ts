import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { stackPlaces } from '../stack/places.ts'

test('hub and dashboard have a secret each, and neither has the other’s', () => {
  const { dataFolder } = stackPlaces()
  const { processes } = JSON.parse(readFileSync(join(dataFolder, 'running.json'), 'utf8')) as {
    processes: { name: string; pid: number }[]
  }
  const environmentOf = (name: string): string => {
    const { pid } = processes.find((process) => process.name === name) ?? {}
    return readFileSync(`/proc/${pid}/environ`, 'utf8')
  }
  const secretIn = (file: string): string => {
    expect(statSync(join(dataFolder, file)).mode & 0o777).toBe(0o600)
    return readFileSync(join(dataFolder, file), 'utf8').trim()
  }
  const [hubKey, authSecret] = [secretIn('hub-key'), secretIn('auth-secret')]
  const [hub, dashboard] = [environmentOf('hub'), environmentOf('dashboard')]
  expect(hub).toContain(`HUB_KEY_FILE=${join(dataFolder, 'hub-key')}`)
  expect(hub).not.toMatch(/AUTH_SECRET/)
  expect(hub).not.toContain(authSecret)
  expect(dashboard).toContain(`AUTH_SECRET=${authSecret}`)
  expect(dashboard).not.toMatch(/HUB_KEY/)
  expect(dashboard).not.toContain(hubKey)
})
