import { canonicalJson } from '@counterfoil/audit'
import { type Edit, forge, linesIn, write } from './bundle-edits.ts'

/** Somebody who makes hashes, root and manifest anew, and leaves the log out. */
export function forgeries(files: ReadonlyMap<string, Buffer>): Edit[] {
  const change = (what: string, section: string, names: RegExp, edit: (record: Record<string, unknown>) => boolean): Edit => ({
    what,
    names,
    edit: (changed) => {
      let done = false
      const lines = linesIn(changed, section).map((line) => {
        const record = JSON.parse(line) as Record<string, unknown>
        if (done || !edit(record)) return line
        done = true
        return canonicalJson(record)
      })
      if (!done) throw new Error(`${what}: nothing was changed`)
      write(changed, section, lines)
      forge(changed)
    },
  })
  const remove = (what: string, section: string, names: RegExp, which: (record: Record<string, unknown>) => boolean): Edit => ({
    what,
    names,
    edit: (changed) => {
      const lines = linesIn(changed, section)
      const at = lines.findIndex((line) => which(JSON.parse(line)))
      if (at < 0) throw new Error(`${what}: there is none`)
      write(changed, section, lines.toSpliced(at, 1))
      forge(changed)
    },
  })
  const set =
    (field: string, value: (old: unknown) => unknown, when: (record: Record<string, unknown>) => boolean = () => true) =>
    (record: Record<string, unknown>) => {
      if (!when(record) || record[field] === undefined) return false
      record[field] = value(record[field])
      return true
    }
  const more = (old: unknown) => (typeof old === 'number' ? old + 1 : `${old}9`)
  const standing = (record: Record<string, unknown>) => record.reverses === undefined && record.rule !== 'hand'
  const [settled = '', booked = ''] = [...files.keys()]
    .filter((name) => name.startsWith('lines/'))
    .sort((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b)))
  return [
    ...[
      'net',
      'fees',
      'gross',
      'grossMinor',
      'acquirerReference',
      'merchantReference',
      'salesDay',
      'happenedAtMs',
      'line',
      'characterOffset',
      'store',
      'kind',
      'batch',
    ]
      .filter((field) => linesIn(files, settled)[0]?.includes(`"${field}"`))
      .map((field) =>
        change(
          `${field} of a settlement line`,
          settled,
          new RegExp(`batch-380.csv\\), line .*${field} is`),
          set(field, field === 'salesDay' ? () => '2026-05-09' : more),
        ),
      ),
    ...['amount', 'amountMinor', 'bookedOn', 'text'].map((field) =>
      change(
        `${field} of a bank line`,
        booked,
        new RegExp(`statement-91.xml\\), line .*${field} is`),
        set(field, field === 'bookedOn' ? () => '2026-05-14' : more),
      ),
    ),
    change(
      'the payout of a line',
      settled,
      /batch-380.csv\): rows of its payout/,
      set('payout', () => 77),
    ),
    remove(
      'a settlement line',
      settled,
      /batch-380.csv\), line 3: row 2 is in the file and not/,
      ({ position }) => position === 2,
    ),
    remove('a bank line', booked, /statement-91.xml\), line \d+: row 1 is in the file and not/, () => true),
    change('the closing of a statement', 'statements.jsonl', /statement-91.xml\): statement .* closing is/, set('closing', more)),
    remove('a statement', 'statements.jsonl', /has 1 statements, the bundle 0/, () => true),
    change('the amount of a payout', 'payouts.jsonl', /payout \d+ \(batch 380\) has another amount/, set('amountMinor', more)),
    change('the net of a payout', 'payouts.jsonl', /payout \d+ \(batch 380\).*net is/, set('net', more)),
    change(
      'the day a payout is due',
      'payouts.jsonl',
      /payout \d+ .*dueOn is/,
      set('dueOn', () => '2026-05-20'),
    ),
    change(
      'the amount of an allocation',
      'allocations.jsonl',
      /Allocation L2/,
      set(
        'amountMinor',
        () => 999,
        (one) => standing(one) && one.rule === 'L2',
      ),
    ),
    change(
      'the rule of an allocation',
      'allocations.jsonl',
      /Allocation L2.*(rule L1|by the rule)/,
      set(
        'rule',
        () => 'L1',
        (one) => standing(one) && one.rule === 'L2',
      ),
    ),
    change(
      'the version of a rule',
      'allocations.jsonl',
      /Allocation L2/,
      set('ruleVersion', more, (one) => standing(one) && one.rule === 'L2'),
    ),
    change(
      'the evidence of an allocation',
      'allocations.jsonl',
      /Allocation L2/,
      set(
        'evidence',
        () => ({ ourReference: 'other' }),
        (one) => standing(one) && one.rule === 'L2',
      ),
    ),
    change(
      'the line of an allocation',
      'allocations.jsonl',
      /Allocation(s of)? /,
      set(
        'to',
        () => '1:3',
        (one) => standing(one) && one.to === '1:2',
      ),
    ),
    change(
      'the amount of a payout link',
      'allocations.jsonl',
      /Allocation P1/,
      set(
        'amountMinor',
        () => 2_969,
        (one) => one.rule === 'P1',
      ),
    ),
    remove('a payout link', 'allocations.jsonl', /Allocation P1.* is missing/, ({ rule }) => rule === 'P1'),
    remove(
      'what was taken back',
      'allocations.jsonl',
      /which is not there/,
      ({ reverses, key }) => reverses === undefined && String(key).startsWith('L2') && true,
    ),
    change(
      'the amount of a reversal',
      'allocations.jsonl',
      /does not take back/,
      set('amountMinor', more, ({ reverses }) => reverses !== undefined),
    ),
    change('a figure of an identity', 'identities.jsonl', /Identity bank_line 2:1/, (record) => {
      if (record.about !== '2:1') return false
      record.left = [
        { term: 'allocated', amount: '29.60' },
        { term: 'open_difference', amount: '0.10' },
      ]
      return true
    }),
    change('a figure of one side of an identity', 'identities.jsonl', /Identity batch/, (record) => {
      if (record.name !== 'batch') return false
      for (const term of record.right as { amount: string }[]) term.amount = '1'
      return true
    }),
    // Both sides are changed alike, so that they still add up: the rows say otherwise.
    ...[
      ['sales_day', 'authorised', 'settled_gross'],
      ['sales_day', 'authorised', 'in_flight'],
      ['funds', 'settled_gross', 'arrived'],
      ['funds', 'adjustments', 'in_transit'],
      ['funds', 'carried_in', 'short'],
    ].map(([name, left, right]) =>
      change(
        `${left} and ${right} of ${name}, by the same`,
        'identities.jsonl',
        new RegExp(`Identity ${name} .*${right}`),
        (record) => {
          if (record.name !== name) return false
          raiseTerm(record.left, left)
          raiseTerm(record.right, right)
          return true
        },
      ),
    ),
    change('what is settled into what is short', 'identities.jsonl', /Identity sales_day .*differences/, (record) => {
      const terms = record.right as { term: string; amount: string }[]
      const short = terms.find(({ term, amount }) => term === 'differences' && Number(amount) !== 0)
      if (record.name !== 'sales_day' || short === undefined) return false
      raiseTerm(terms, 'settled_gross', Number(short.amount))
      raiseTerm(terms, 'differences', -Number(short.amount))
      return true
    }),
    change(
      'whether an identity holds',
      'identities.jsonl',
      /Identity/,
      set('residue', () => '1.00'),
    ),
    ...['gross', 'fee', 'net', 'salesDay', 'dueOn', 'lateAfter', 'missingAfter', 'fileDue', 'payoutOn'].map((field) =>
      change(
        `${field} of an expectation`,
        'payments.jsonl',
        new RegExp(`Payment .*another .*${field}`),
        set(field, (old) => (String(old).includes('-') ? '2026-05-21' : more(old))),
      ),
    ),
    change('the amount of a payment', 'payments.jsonl', /Payment .*another gross/, set('amountMinor', more)),
    change('a percentage of a contract', 'contracts.jsonl', /Payment .*another fee/, (record) => {
      ;(record.document as { fees: { percent: string }[] }).fees = [{ percent: '3' }]
      return true
    }),
    remove('the act that resolved an exception', 'resolutions.jsonl', /nobody has resolved it/, ({ act }) => act === 'resolve'),
    remove('the exception of an act', 'exceptions.jsonl', /is about exception .*not there/, ({ state }) => state === 'resolved'),
    change(
      'the hash of a file',
      'files.jsonl',
      /File 1 .*not those that were received/,
      set('keptSha256', () => '0'.repeat(64)),
    ),
    remove('a file and its record', 'files.jsonl', /was put in|has no/, ({ id }) => id === 1),
  ]
}

function raiseTerm(terms: unknown, name: string | undefined, by = 1): void {
  for (const one of terms as { term: string; amount: string }[])
    if (one.term === name) one.amount = (Number(one.amount) + by).toFixed(2)
}
