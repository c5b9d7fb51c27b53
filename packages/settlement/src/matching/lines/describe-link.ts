import { lineAmount, type MatchLine, type MatchPayment } from './line-item.ts'

export type Evidence = Readonly<Record<string, string | number>>

/** What both rows said that made the link: stored with it, so that it can be judged without the program. */
export function describeLink(rule: string, payment: MatchPayment, line: MatchLine): Evidence {
  const told: Record<string, string | number | null> = {}
  const same = (name: string, a: string | number | null, b: string | number | null) => {
    if (a === b) told[name] = a
  }
  switch (rule) {
    case 'L1':
      same('acquirerReference', payment.acquirerReference, line.acquirerReference)
      same('retrievalReference', payment.retrievalReference, line.retrievalReference)
      break
    case 'L2':
      same('ourReference', payment.ourReference, line.merchantReference)
      break
    case 'L7':
      told.originalReference = line.originalReference ?? line.acquirerReference ?? line.merchantReference
      break
    default:
      same('amountMinor', payment.amountMinor, lineAmount(line))
      same('terminal', payment.terminal, line.terminal)
      same('authorisationCode', payment.authorisationCode, line.authorisationCode)
      same('traceNumber', payment.traceNumber, line.traceNumber)
      same('receiptNumber', payment.receiptNumber, line.traceNumber)
      same('store', payment.store, line.store)
      same('last4', payment.last4, line.last4)
      if (line.salesDay !== null) told.daysApart = line.salesDay - payment.salesDay
      if (line.happenedAtMs !== null) told.millisecondsApart = line.happenedAtMs - payment.happenedAtMs
  }
  return Object.fromEntries(Object.entries(told).filter((entry): entry is [string, string | number] => entry[1] !== null))
}
