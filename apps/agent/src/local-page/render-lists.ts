import { addressText, type TerminalConfig } from '../agent-config.ts'
import type { SerialPortFacts } from '../terminals/list-serial-ports.ts'
import { type Html, html } from './html.ts'
import type { PageState } from './page-state.ts'
import type { Speech } from './render-now.ts'
import { wordFor } from './words.ts'

/** The serial ports of this machine, and which terminal is on which. */
export function renderPorts({ ports }: PageState, terminals: readonly TerminalConfig[], { words }: Speech): Html {
  const { ports: say } = words
  const top = html`<div class="top"><h2>${say.title}</h2></div>`
  if (ports === undefined) return html`${top}<p class="two">${say.failed}</p>`
  if (ports.length === 0) return html`${top}<p class="two">${say.noneFound}</p>`
  return html`${top}<div class="scroll" tabindex="0" role="region" aria-label="${say.title}"><table>
<thead><tr><th scope="col">${say.path}</th><th scope="col">${say.adapter}</th><th scope="col">${say.usb}</th><th scope="col">${say.location}</th><th scope="col">${say.serial}</th><th scope="col">${say.used}</th></tr></thead>
<tbody>${ports.map((port) => {
    const users = terminals.filter((terminal) => isAt(terminal, port)).map(({ key }) => key)
    return html`<tr><td class="mono still">${port.path}</td><td>${port.manufacturer ?? '–'}</td><td class="mono">${port.usb ?? '–'}</td><td class="mono">${port.location ?? '–'}</td><td class="mono">${port.serialNumber ?? '–'}</td><td>${users.length > 0 ? users.join(', ') : '–'}</td></tr>`
  })}</tbody></table></div>`
}

function isAt({ link }: TerminalConfig, port: SerialPortFacts): boolean {
  if (link.kind !== 'serial') return false
  if (link.usb === undefined) return addressText(link) === port.path
  const { location, serial } = link.usb
  return (location === undefined || location === port.location) && (serial === undefined || serial === port.serialNumber)
}

/** The last recorded events by number, time and kind. What they say stays in the record. */
export function renderEvents({ events }: PageState, { words, format }: Speech): Html {
  const { events: say } = words
  const top = html`<div class="top"><h2>${say.title}</h2></div>`
  if (events === undefined) return html`${top}<p class="two">${say.unreadable}</p>`
  if (events.length === 0) return html`${top}<p class="two">${say.noneYet}</p>`
  return html`${top}<div class="scroll" tabindex="0" role="region" aria-label="${say.title}"><table>
<thead><tr><th scope="col" class="right">${say.number}</th><th scope="col">${say.time}</th><th scope="col">${say.kind}</th><th scope="col">${say.terminal}</th><th scope="col">${say.payment}</th></tr></thead>
<tbody>${events.map(
    ({ seq, atMs, kind, terminal, payment }) =>
      html`<tr><td class="right">${seq}</td><td class="still">${format.time(atMs)}</td><td class="still">${wordFor(words.eventKind, kind)}</td><td class="still">${terminal ?? '–'}</td><td class="mono still">${payment ?? '–'}</td></tr>`,
  )}</tbody></table></div>`
}
