import { type UsbPort, usbText } from '../agent-config.ts'
import type { LinkProblem } from './byte-link.ts'
import type { SerialPortFacts } from './list-serial-ports.ts'

/** The port behind a USB socket or serial number, whatever name the system gave it this time; or why there is none. */
export function findUsbPort(
  ports: readonly SerialPortFacts[],
  usb: UsbPort,
): { readonly path: string } | { readonly problem: LinkProblem } {
  const fits = ports.filter(
    ({ location, serialNumber }) =>
      (usb.location === undefined || location === usb.location) && (usb.serial === undefined || serialNumber === usb.serial),
  )
  const [found, another] = fits
  if (found === undefined) return { problem: { code: 'port_missing', message: missing(ports, usb) } }
  if (another === undefined) return { path: found.path }
  return {
    problem: {
      code: 'failed',
      message: `${fits.length} ports (${fits.map(({ path }) => path).join(', ')}) have the ${usbText(usb)}: adapters without numbers of their own are told apart by usb.location.`,
    },
  }
}

function missing(ports: readonly SerialPortFacts[], usb: UsbPort): string {
  const moved =
    usb.serial !== undefined && usb.location !== undefined && ports.find(({ serialNumber }) => serialNumber === usb.serial)
  if (moved)
    return `The adapter with serial number ${usb.serial} is in the socket ${moved.location ?? 'not told'}, not ${usb.location}: put it back, or correct usb.location.`
  return `There is no serial port at ${usbText(usb)}: check that the adapter is plugged in, in the same socket; \`ports\` lists what is there.`
}
