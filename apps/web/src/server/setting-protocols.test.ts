import { type SettingDefinition, settingTable } from '@counterfoil/services/device-settings'
import { terminalProtocols } from '@counterfoil/terminals/registry'
import { expect, it } from 'vitest'

const table: Readonly<Record<string, SettingDefinition>> = settingTable

it('settings name the protocols there are, and each timer with the range the protocol gives it', () => {
  expect(table['link.protocol']).toMatchObject({ of: terminalProtocols.map(({ id }) => id) })
  for (const { id, timers } of terminalProtocols) {
    const ours = Object.entries(table).filter(([name, { form }]) => name.startsWith(`${id}.`) && form === 'number')
    const theirs = Object.entries(timers).map(([timer, { minMs, maxMs }]) => [`${id}.${timer}`, minMs, maxMs])
    expect(ours.map(([name, one]) => [name, 'least' in one && one.least, 'most' in one && one.most])).toEqual(theirs)
  }
})

it('settings take the line of each protocol as it is when nobody said otherwise', () => {
  for (const { serial } of terminalProtocols) {
    for (const [name, value] of Object.entries(serial ?? {})) {
      const definition = table[`link.${name}`]
      expect(definition?.form === 'choice' && definition.of.includes(value), `link.${name} ${value}`).toBe(true)
    }
  }
})
