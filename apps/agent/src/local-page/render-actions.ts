import { minorUnitExponent } from '@counterfoil/protocol/currency-exponents'
import { type Html, html } from './html.ts'
import type { PageState } from './page-state.ts'
import type { Speech } from './render-now.ts'
import type { TestOrder } from './test-payment.ts'
import { fill } from './words.ts'

/** What may be done from here, and nothing else. */
export function renderActions({ terminals }: PageState, { words }: Speech): Html {
  const { actions: say } = words
  const choose = html`<label>${say.terminal}<select name="terminal">${terminals.map(({ key }) => html`<option value="${key}">${key}</option>`)}</select></label>`
  const currency = terminals.find(({ currency: known }) => known !== undefined)?.currency ?? ''
  const any = terminals.length > 0
  return html`<div class="top"><h2>${say.title}</h2></div><div class="deeds">${
    any &&
    html`<form method="post" action="test-port"><h3>${say.portTest}</h3><p>${say.portTestNote}</p><div class="fields">${choose}</div><button>${say.portTestDo}</button></form>
<form method="get" action="pay"><h3>${say.testPayment}</h3><p>${say.testPaymentNote}</p><div class="fields">${choose}<label>${say.amount}<input name="amount" inputmode="decimal" autocomplete="off" required value="${currency === '' ? '' : smallest(currency)}"></label><label>${say.currency}<input name="currency" autocomplete="off" required maxlength="3" value="${currency}"></label></div><button>${say.testPaymentDo}</button></form>`
  }<form method="post" action="doctor"><h3>${say.doctor}</h3><p>${say.doctorNote}</p><button>${say.doctorDo}</button></form>
<form method="post" action="bundle"><h3>${say.bundle}</h3><p>${say.bundleNote}</p><button>${say.bundleDo}</button></form></div>`
}

/** One hundredth, or what comes nearest: `0.01`, `1`. */
function smallest(currency: string): string {
  return (1 / 10 ** minorUnitExponent(currency)).toFixed(minorUnitExponent(currency))
}

/** Asks once more before a card is charged. `formId` makes the form good for one payment. */
export function renderConfirm(order: TestOrder, formId: string, { words, format }: Speech): Html {
  const { confirm: say } = words
  const amount = format.money(order.amountMinor, order.currency)
  return html`<main><div class="box"><h2>${say.title}</h2><p class="sum">${amount}</p><p>${fill(say.what, { amount, terminal: order.terminal, lane: order.lane })}</p><p class="two">${say.note}</p>
<form method="post" action="pay" class="row"><input type="hidden" name="form" value="${formId}"><input type="hidden" name="terminal" value="${order.terminal}"><input type="hidden" name="amountMinor" value="${order.amountMinor}"><input type="hidden" name="currency" value="${order.currency}"><button class="main">${fill(say.go, { amount })}</button><a class="button" href="./">${say.back}</a></form></div></main>`
}
