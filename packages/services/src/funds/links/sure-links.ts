/** SQL condition over `funds_allocation a`: it says that money is there, and nothing has taken it back. A proposal says nothing yet. */
export const SURE = `a.confidence in ('certain', 'strong') and a.reverses is null
  and not exists (select from funds_allocation r where r.reverses = a.key)`

/** SQL condition over `funds_allocation a`: asked, and neither answered nor taken back. */
export const PROPOSED = `a.confidence = 'proposal' and a.reverses is null
  and not exists (select from funds_allocation r where r.reverses = a.key)`

/** SQL condition over `funds_allocation a` of payments: a chargeback, or a refund that no store made, stands beside its sale and claims none of it. */
export const CLAIMS = 'a.amount_minor >= 0'
