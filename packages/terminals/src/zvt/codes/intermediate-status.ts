export interface IntermediateStatus {
  /** What the cashier should see: one of few words, e.g. `insert_card`, `pin_entry`, `host_wait`. */
  readonly prompt: string
  /** The specification's words (PA00P015 3.7). */
  readonly text: string
}

const STATUSES: ReadonlyMap<number, readonly [prompt: string, text: string]> = new Map<number, readonly [string, string]>([
  [0x00, ['confirm_amount', 'PT is waiting for amount-confirmation']],
  [0x01, ['pin_entry', 'Please watch PIN-Pad']],
  [0x02, ['pin_entry', 'Please watch PIN-Pad']],
  [0x03, ['declined', 'Not accepted']],
  [0x04, ['host_wait', 'PT is waiting for response from FEP']],
  [0x05, ['reversal_running', 'PT is sending auto-reversal']],
  [0x06, ['host_wait', 'PT is sending post-bookings']],
  [0x07, ['card_error', 'Card not admitted']],
  [0x08, ['card_error', 'Card unknown / undefined']],
  [0x09, ['card_error', 'Expired card']],
  [0x0a, ['insert_card', 'Insert card']],
  [0x0b, ['remove_card', 'Please remove card!']],
  [0x0c, ['card_error', 'Card not readable']],
  [0x0d, ['cancelled', 'Processing error']],
  [0x0e, ['processing', 'Please wait...']],
  [0x0f, ['end_of_day_running', 'PT is commencing an automatic end-ofday batch']],
  [0x10, ['card_error', 'Invalid card']],
  [0x11, ['balance', 'Balance display']],
  [0x12, ['terminal_fault', 'System malfunction']],
  [0x13, ['declined', 'Payment not possible']],
  [0x14, ['declined', 'Credit not sufficient']],
  [0x15, ['pin_wrong', 'Incorrect PIN']],
  [0x16, ['declined', 'Limit not sufficient']],
  [0x17, ['processing', 'Please wait...']],
  [0x18, ['declined', 'PIN try limit exceeded']],
  [0x19, ['card_error', 'Card-data incorrect']],
  [0x1a, ['maintenance', 'Service-mode']],
  [0x1b, ['approved', 'Approved. Please fill-up']],
  [0x1c, ['approved', 'Approved. Please take goods']],
  [0x1d, ['declined', 'Declined']],
  [0x26, ['customer_input', 'PT is waiting for input of the mobilenumber']],
  [0x27, ['customer_input', 'PT is waiting for repeat of mobile number']],
  [0x28, ['currency_choice', 'Currency selection, please wait...']],
  [0x29, ['language_choice', 'Language selection, please wait...']],
  [0x2a, ['insert_card', 'For loading please insert card']],
  [0x2b, ['processing', 'Emergency transaction, please wait']],
  [0x2c, ['application_choice', 'Application selection, please wait']],
  [0x68, ['card_inserted', 'PT has detected customer card insertion']],
  [0x69, ['currency_choice', 'Please select DCC']],
  [0xc7, ['customer_input', 'PT is waiting for input of the mileage']],
  [0xc8, ['cashier_input', 'PT is waiting for cashier']],
  [0xc9, ['host_wait', 'PT is commencing an automatic diagnosis']],
  [0xca, ['host_wait', 'PT is commencing an automatic initialisation']],
  [0xcb, ['journal_full', 'Merchant-journal full']],
  [0xcc, ['pin_entry', 'Debit advice not possible, PIN required']],
  [0xd2, ['host_wait', 'Connecting dial-up']],
  [0xd3, ['host_wait', 'Dial-up connection made']],
  [0xe0, ['application_choice', 'PT is waiting for application-selection']],
  [0xe1, ['language_choice', 'PT is waiting for language-selection']],
  [0xe2, ['cleaning_card', 'PT requests to use the cleaning card']],
  [0xf1, ['offline', 'Offline']],
  [0xf2, ['online', 'Online']],
  [0xf3, ['offline', 'Offline transaction']],
  [0xff, ['other', 'no appropriate ZVT status code matches the status. See TLV tags 24 and 07']],
])

/** Added to 01–1D, 26 and 27 when the card is to be taken out as well. */
const REMOVE_CARD = 0x40

/** What an intermediate status 04 FF asks for; nothing for codes the specification does not list. */
export function intermediateStatus(code: number): IntermediateStatus | undefined {
  const known = STATUSES.get(code)
  if (known !== undefined) return { prompt: known[0], text: known[1] }
  const base = code - REMOVE_CARD
  const remove =
    (base >= 0x01 && base <= 0x1d && base !== 0x0a) || base === 0x26 || base === 0x27 ? STATUSES.get(base) : undefined
  if (remove === undefined) return undefined
  return { prompt: 'remove_card', text: base === 0x0b ? remove[1] : `${remove[1]}\nPlease remove card!` }
}
