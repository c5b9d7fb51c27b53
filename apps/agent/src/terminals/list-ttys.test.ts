import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listTtys } from './list-ttys.ts'

let sys: string
beforeEach(() => {
  sys = mkdtempSync(join(tmpdir(), 'sys-'))
  mkdirSync(join(sys, 'class/tty'), { recursive: true })
})
afterEach(() => rmSync(sys, { recursive: true }))

/** A tty as the kernel shows it: a folder with a link to its device. */
function addTty(name: string, device: string, attributes: Readonly<Record<string, string>> = {}, on = device): void {
  mkdirSync(join(sys, 'devices', device), { recursive: true })
  mkdirSync(join(sys, 'class/tty', name))
  symlinkSync(join(sys, 'devices', device), join(sys, 'class/tty', name, 'device'))
  for (const [attribute, value] of Object.entries(attributes)) {
    mkdirSync(dirname(join(sys, 'devices', on, attribute)), { recursive: true })
    writeFileSync(join(sys, 'devices', on, attribute), `${value}\n`)
  }
}

describe('ttys as the kernel tells them', () => {
  it('are those with hardware behind them, USB ones with who made them', () => {
    const usb = { idVendor: '0403', idProduct: '6001', manufacturer: 'FTDI', serial: 'A50285BI' }
    addTty('ttyUSB0', 'pci/usb1/1-2/1-2:1.0/ttyUSB0', usb, 'pci/usb1/1-2')
    addTty('ttyACM0', 'pci/usb1/1-3/1-3:1.0', { idVendor: '11ca' }, 'pci/usb1/1-3')
    addTty('ttyS0', 'platform/serial8250')
    addTty('ttyS4', 'pnp0/00:04')
    mkdirSync(join(sys, 'class/tty/tty0'))
    expect(listTtys(join(sys, 'class/tty'))).toEqual([
      { path: '/dev/ttyACM0', vendorId: '11ca', location: '1-3' },
      { path: '/dev/ttyS4' },
      {
        path: '/dev/ttyUSB0',
        location: '1-2',
        vendorId: '0403',
        productId: '6001',
        manufacturer: 'FTDI',
        serialNumber: 'A50285BI',
      },
    ])
  })

  it('are none where there is no such folder', () => {
    expect(listTtys(join(sys, 'class/none'))).toEqual([])
  })
})
