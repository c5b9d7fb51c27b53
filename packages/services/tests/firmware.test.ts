import { createStore } from '@counterfoil/db/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getDeviceHealth, lookAtHealth, NO_MEMORY } from '../src/device-health/index.ts'
import { countDevices, exportDevices, getDevice, listDevices } from '../src/devices/index.ts'
import { endFirmwareRule, listFirmware, MOST_MODELS, MOST_RUNS, setFirmwareRule } from '../src/firmware/index.ts'
import { configured, type DevicesBed, openDevicesBed, why } from './devices-bed.ts'
import { enrolled, newId } from './ingest-bed.ts'

let bed: DevicesBed
beforeAll(async () => {
  bed = await openDevicesBed()
})
afterAll(() => bed?.[Symbol.asyncDispose]())

/** A store whose terminals tell these versions, each on a lane of its own. */
async function storeRunning(model: string, ...versions: string[]) {
  const { id: storeId } = await createStore(bed.base.db)
  const { agent, script } = await enrolled(bed.base.db, { storeId })
  const keys = versions.map((_, at) => String(at + 1))
  await bed.ingest.submit(agent, script.batch([configured(...keys.map((key): [string, string] => [key, key]))]))
  const told = versions.map((software, at) => ({
    ...{ kind: 'terminal.identified', terminal: String(at + 1), serial: `${model} ${at}`, model, software },
  }))
  await bed.ingest.submit(agent, script.batch(told))
  const scope = { kind: 'store', storeId } as const
  return { storeId, scope, deviceOf: (lane: string) => bed.behind(agent.id, lane) }
}

const look = () => lookAtHealth({ pool: bed.base.pool, newId, now: () => new Date() }, NO_MEMORY)
const rule = { make: 'PAX', before: 0, current: null, why: 'a known fault: pays twice' } as const

describe('firmware', () => {
  it('that is older than the list wants is found of each terminal, with why, until it is newer', async () => {
    const { scope, deviceOf } = await storeRunning('A920', '2.9', '2.10', '2.12')
    expect(await setFirmwareRule(bed.as(), { ...rule, model: 'a920', least: '2.10', current: '2.12' })).toBe(1)
    await look()
    const now = async (lane: string) => (await getDeviceHealth(bed.as(), { id: await deviceOf(lane) })).now
    expect(await now('1')).toMatchObject([
      {
        code: 'firmware_outdated',
        severity: 'warning',
        figures: { level: 'below_least', firmware: '2.9', least: '2.10', current: '2.12', why: rule.why },
      },
    ])
    expect(await now('2')).toMatchObject([{ severity: 'notice', figures: { level: 'behind' } }])
    expect(await now('3')).toEqual([])
    const levels = (await listDevices(bed.as(), { filter: { scope, kind: 'terminal' } })).devices
    expect(levels.map(({ firmwareLevel }) => firmwareLevel)).toEqual(['below_least', 'behind', null])
    const need = { scope, need: 'firmware_outdated' } as const
    expect((await listDevices(bed.as(), { filter: need })).devices.map(({ lane }) => lane)).toEqual(['1', '2'])
    expect((await countDevices(bed.as(), { scope })).byNeed.firmware_outdated).toBe(2)
    const [head, first] = (await exportDevices(bed.as(), { filter: need })).text.split('\r\n')
    expect(head).toContain('holder,firmware_told,firmware_judged')
    expect(first).toContain('2.9,below_least')
    expect((await listFirmware(bed.as(), { scope })).models).toMatchObject([
      {
        make: 'PAX',
        model: 'a920',
        version: 1,
        rule: { least: '2.10', setBy: 'Maria Vogel' },
        runs: [
          { firmware: '2.9', devices: 1, verdict: 'below_least' },
          { firmware: '2.12', verdict: 'fine' },
          { firmware: '2.10', verdict: 'behind' },
        ],
        ...{ belowLeast: 1, behind: 1 },
      },
    ])
    // Somebody else’s terminals of another maker are not meant.
    const device = await getDevice(bed.as(), { id: await deviceOf('1') })
    await bed.base.pool.query('update device set make = $2, registered = true where id = $1', [device.id, 'Verifone'])
    await look()
    expect(await now('1')).toEqual([])
  })

  it('is judged by the newest word, which another’s does not overwrite, and by none once it is ended', async () => {
    const { scope, deviceOf } = await storeRunning('A77', '5.0')
    const said = { ...rule, model: 'A77', least: '6.0' }
    await setFirmwareRule(bed.as(), said)
    await look()
    const now = async () => (await getDeviceHealth(bed.as(), { id: await deviceOf('1') })).now
    expect(await now()).toHaveLength(1)
    expect(await why(setFirmwareRule(bed.as(), said))).toBe('conflict firmware_changed')
    expect(await why(setFirmwareRule(bed.as(), { ...said, model: 'a77' }))).toBe('conflict firmware_changed')
    await setFirmwareRule(bed.as(), { ...said, before: 1, least: '5' })
    await look()
    expect(await now()).toEqual([])
    await setFirmwareRule(bed.as(), { ...said, before: 2 })
    await look()
    expect(await now()).toHaveLength(1)
    expect(await endFirmwareRule(bed.as(), { make: 'PAX', model: 'A77', before: 3, why: 'all were replaced' })).toBe(4)
    await look()
    expect(await now()).toEqual([])
    expect((await listFirmware(bed.as(), { scope })).models).toContainEqual(
      expect.objectContaining({ model: 'A77', rule: null, version: 4, runs: [{ firmware: '5.0', devices: 1, verdict: null }] }),
    )
    expect(await why(endFirmwareRule(bed.as(), { make: 'PAX', model: 'A77', before: 4, why: 'again' }))).toBe(
      'conflict firmware_changed',
    )
    const words = (await bed.base.pool.query(`select action from audit_entry where target_id = 'PAX A77' order by acted_at`)).rows
    expect(words.map(({ action }) => action)).toEqual([
      ...['firmware_rule.set', 'firmware_rule.set', 'firmware_rule.set', 'firmware_rule.ended'],
    ])
    await expect(bed.base.owner.query('update firmware_rule set why = $1', ['x'])).rejects.toThrow()
  })

  it('is said by whoever reaches the whole chain, with a least or a current one that fit', async () => {
    const { scope, storeId } = await storeRunning('B1', '1')
    const some = { ...rule, model: 'B1', least: '2' }
    const near = bed.as({ kind: 'stores', storeIds: [storeId] })
    expect(await why(setFirmwareRule(near, some))).toBe('forbidden whole_chain_only')
    expect(await why(setFirmwareRule(bed.as(), { ...some, least: null }))).toBe('invalid firmware_not_said')
    expect(await why(setFirmwareRule(bed.as(), { ...some, current: '1.9' }))).toBe('invalid firmware_turned')
    await expect(setFirmwareRule(bed.as(), { ...some, least: 'a\u0000b' })).rejects.toThrow()
    await setFirmwareRule(bed.as(), some)
    const other = await createStore(bed.base.db)
    const far = await listFirmware(bed.as({ kind: 'stores', storeIds: [other.id] }), { scope: { kind: 'chain' } })
    expect(far.models.flatMap(({ runs }) => runs)).toEqual([])
    expect((await listFirmware(near, { scope })).models[0]).toMatchObject({ make: 'PAX', model: 'B1', belowLeast: 1 })
  })

  it('of more models and versions than are listed counts them all, and says how many more there are', async () => {
    const { id: storeId } = await createStore(bed.base.db)
    const scope = { kind: 'store', storeId } as const
    const add = (make: string, model: string, firmware: string, count: number) =>
      bed.base.owner.query(
        `with added as (insert into device (kind, make, model, firmware, registered, state, store_id, created_at)
           select 'terminal', $1, $2, $3, true, 'active', $4, now() from generate_series(1, $5::int4) returning id)
         select count(*) from added`,
        [make, model, firmware, storeId, count],
      )
    await setFirmwareRule(bed.as(), { ...rule, make: 'Zed', model: 'Z9', least: '2000' })
    for (let n = 0; n < MOST_RUNS + 20; n += 1) await add('Zed', 'Z9', String(1_000 + n), n === 3 ? 5 : n < 20 ? 1 : 2)
    for (let n = 0; n < MOST_MODELS + 4; n += 1) await add('Able', `M ${n}`, '1', 1)
    const { models, moreModels } = await listFirmware(bed.as(), { scope })
    const said = (await listFirmware(bed.as(), { scope: { kind: 'store', storeId: 999_999 } })).models
    expect([models.length, moreModels]).toEqual([MOST_MODELS, 4 + said.length])
    const [worst] = models
    expect(worst).toMatchObject({ model: 'Z9', belowLeast: 124, moreRuns: { versions: 20, devices: 21 } })
    expect(worst?.runs.map(({ devices }) => devices).toSorted()).toEqual([...Array(MOST_RUNS - 1).fill(2), 5])
  })
})
