import { expect, it } from 'vitest'
import { findUsbPort } from './find-usb-port.ts'

const left = { path: '/dev/ttyUSB1', usb: '0403:6001', serialNumber: 'FT1', location: '1-1.2' }
const right = { path: '/dev/ttyUSB0', usb: '067b:2303', location: '1-1.3' }
const twin = { path: '/dev/ttyUSB2', usb: '067b:2303', location: '1-1.4', serialNumber: 'FT1' }

it('finds an adapter by its socket or its number, whatever it is called today', () => {
  expect(findUsbPort([right, left], { location: '1-1.2' })).toEqual({ path: '/dev/ttyUSB1' })
  expect(findUsbPort([right, { ...left, path: '/dev/ttyUSB7' }], { serial: 'FT1' })).toEqual({ path: '/dev/ttyUSB7' })
  expect(findUsbPort([left, twin], { serial: 'FT1', location: '1-1.4' })).toEqual({ path: '/dev/ttyUSB2' })
})

it('says that it is not there, that it is in another socket, and that two have the same number', () => {
  expect(findUsbPort([right], { location: '1-1.2' })).toMatchObject({
    problem: { code: 'port_missing', message: expect.stringContaining('no serial port at USB location 1-1.2') },
  })
  expect(findUsbPort([left], { serial: 'FT1', location: '1-1.9' })).toMatchObject({
    problem: { message: expect.stringContaining('is in the socket 1-1.2, not 1-1.9') },
  })
  expect(findUsbPort([left, twin], { serial: 'FT1' })).toMatchObject({
    problem: { code: 'failed', message: expect.stringContaining('/dev/ttyUSB1, /dev/ttyUSB2') },
  })
})
