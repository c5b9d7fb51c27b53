import { describe, expect, it } from 'vitest'
import { listChoice, parseDeviceChoice } from './device-filter.ts'
import { deviceStatus } from './device-status.ts'

const active = { serialDiffers: false, state: 'active', kind: 'terminal', condition: 'ready' } as const

describe('a device in one word', () => {
  it('is what it answers while it is active, and its life’s state else', () => {
    expect(deviceStatus(active)).toEqual({ axis: 'terminal', state: 'ready' })
    expect(deviceStatus({ ...active, condition: null })).toEqual({ axis: 'terminal', state: 'unseen' })
    expect(deviceStatus({ ...active, state: 'blocked' })).toEqual({ axis: 'device', state: 'blocked' })
    expect(deviceStatus({ ...active, kind: 'agent_pc', condition: 'away' })).toEqual({ axis: 'agent', state: 'offline' })
  })

  it('is a serial that differs before all else', () => {
    expect(deviceStatus({ ...active, serialDiffers: true, state: 'blocked' })).toMatchObject({ state: 'serial_differs' })
  })
})

describe('the filter in the address', () => {
  const read = (address: string) => parseDeviceChoice((name) => new URLSearchParams(address).get(name))

  it('is read back as it was set, and narrows nothing by what is none of the choices', () => {
    expect(listChoice(read('search=%20V-1%20&kind=terminal&state=blocked&need=serial_differs'))).toEqual({
      search: 'V-1',
      kind: 'terminal',
      state: 'blocked',
      need: 'serial_differs',
    })
    expect(listChoice(read('kind=car&state=gone&need=love'))).toEqual({})
  })
})
