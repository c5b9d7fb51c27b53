import { HAPPENED_AT } from '../../expectation/read-waiting.ts'
import type { SectionName } from '../format.ts'

/** What is read for a section, one row for each record and in an order that does not change. Decimals are texts, days too. */
type Read = Exclude<SectionName, 'bundle.jsonl' | 'files.jsonl' | 'rules.jsonl'>

const time = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

export const SECTION_SQL: Readonly<Record<Read, string>> = {
  'accounts.jsonl': `select a.id, a.number, a.currency::text as currency, a.name, a.time_zone as "timeZone", e.name as "legalEntity"
    from bank_account a join legal_entity e on e.id = a.legal_entity_id order by a.id`,
  'contracts.jsonl': `select id, version, document, ${time('made_at')} as "madeAt", made_by as "madeBy" from funds_contract order by id, version`,
  'calendars.jsonl': `select name, version, document, ${time('made_at')} as "madeAt" from funds_calendar order by name, version`,
  'mappings.jsonl': `select m.id, m.version, m.document, ${time('m.made_at')} as "madeAt", m.made_by as "madeBy" from funds_mapping m
    where exists (select from bundle_file b join funds_file f on f.id = b.id where f.mapping_id = m.id and f.mapping_version = m.version) order by m.id, m.version`,
  'statements.jsonl': `select s.id::float8 as id, s.file_id::float8 as file, a.number as account, s.kind, s.statement, s.sequence, s.page,
      s.currency::text as currency, s.opening::text as opening, s.opening_on::text as "openingOn", s.closing::text as closing,
      s.closing_on::text as "closingOn", s.entry_count as "entryCount"
    from bundle_file f join bank_statement s on s.file_id = f.id join bank_account a on a.id = s.bank_account_id order by s.file_id, s.id`,
  'payouts.jsonl': `select p.id::float8 as id, p.file_id::float8 as file, p.acquirer, p.merchant_account as "merchantAccount", a.number as account,
      p.currency::text as currency, p.batch, p.amount_minor::float8 as "amountMinor", p.reference_texts as references,
      p.announced_on::text as "announcedOn", p.due_on::text as "dueOn", p.first_on::text as "firstOn", p.last_on::text as "lastOn",
      p.store_group as "storeGroup", p.carried_over as "carriedOver", p.carried_into::float8 as "carriedInto", p.open, p.gross::text as gross, p.fees::text as fees, p.net::text as net,
      p.line_count as "lineCount",
      case when p.replaced_by is not null then 'superseded' else f.state end as "fileState"
    from bundle_payout b join payout p on p.id = b.id join funds_file f on f.id = p.file_id
    left join bank_account a on a.id = p.bank_account_id order by p.id`,
  'payments.jsonl': `select p.id, s.code as store, coalesce(f.acquirer, b.acquirer) as acquirer,
      coalesce(f.merchant_account, b.merchant_account) as "merchantAccount", p.currency::text as currency, coalesce(f.kind, p.kind) as kind, p.outcome,
      coalesce(c.reversed, false) as reversed, coalesce(f.amount_minor, p.authorised_minor, p.requested_minor)::float8 as "amountMinor", p.tid as terminal,
      p.scheme, p.funding, p.wallet, coalesce(f.sales_day, p.business_date)::text as "salesDay",
      (extract(epoch from ${HAPPENED_AT}) * 1000)::float8 as "happenedAtMs", p.retrieval_reference as reference, p.basket,
      p.authorisation_code as code, p.trace, p.receipt, p.terminal_batch as batch, p.last4, coalesce(o.retrieval_reference, o.basket) as original,
      f.state, f.not_told as "notTold", f.contract_id as contract, f.contract_version as "contractVersion", f.calendars, f.gross::text as gross,
      f.fee::text as fee, f.net::text as net, f.payout_on::text as "payoutOn", f.due_on::text as "dueOn", f.late_after::text as "lateAfter",
      f.missing_after::text as "missingAfter", f.file_due::text as "fileDue", f.position, f.exits, f.health,
      f.settled_minor::float8 as "settledMinor", f.settled_fee::text as "settledFee", f.payout_id::float8 as payout, f.arrived_on::text as "arrivedOn",
      f.run_id is not null as judged
    from bundle_payment b join payment p on p.id = b.id and p.opened_on = b.opened_on join store s on s.id = p.store_id
    left join funds_payment f on f.payment_id = b.id and f.opened_on = b.opened_on
    left join lateral (select bool_or(c.kind = 'reversal') as reversed from payment c
      where c.parent = p.id and c.store_id = p.store_id and c.outcome = 'approved') c on true
    left join payment o on f.kind = 'refund' and o.store_id = p.store_id and o.id = p.parent order by p.id`,
  'allocations.jsonl': `select a.key, a.join_kind as "join", a.from_id as "from", a.to_id as "to", a.amount_minor::float8 as "amountMinor",
      a.currency::text as currency, a.rule, a.rule_version as "ruleVersion", a.confidence, a.evidence, a.run_id::float8 as run, a.reverses, a.because,
      a.made_by as "madeBy", ${time('a.made_at')} as "madeAt"
    from bundle_allocation b join funds_allocation a on a.key = b.key order by a.key collate "C"`,
  'exceptions.jsonl': `select e.key, e.code, e.acquirer, a.number as account, s.code as store, e.day::text as day, e.payments::text[] as payments, e.lines,
      e.payouts::float8[] as payouts, e.bank_lines as "bankLines", e.files::float8[] as files, e.amount_minor::float8 as "amountMinor",
      e.currency::text as currency, e.severity, e.state, e.silenced_by as "silencedBy", ${time('e.opened_at')} as "openedAt",
      e.opened_by_run::float8 as "openedByRun", ${time('e.closed_at')} as "closedAt", e.closed_by_run::float8 as "closedByRun"
    from bundle_exception b join funds_exception e on e.key = b.key left join bank_account a on a.id = e.bank_account_id
    left join store s on s.id = e.store_id order by e.key collate "C"`,
  'resolutions.jsonl': `select x.id, x.key, x.act, x.resolution, x.body, x.by_user as "by", u.name, ${time('x.at')} as at
    from bundle_exception b join funds_exception_act x on x.key = b.key join "user" u on u.id = x.by_user order by x.key collate "C", x.at, x.id`,
  'identities.jsonl': `select i.name, i.about, i.run_id::float8 as run, i.terms -> 'left' as left, i.terms -> 'right' as right, i.residue::text as residue, i.holds,
      case when i.name = 'funds' then coalesce(o.of, '{}') end as of
    from funds_identity i left join (
      select p.acquirer || ' ' || p.merchant_account || ' ' || p.currency || ' ' || p.announced_on as about, array_agg(p.id::float8 order by p.id) as of
      from payout p join funds_file f on f.id = p.file_id and f.state = 'imported'
      where p.replaced_by is null and p.announced_on::text between $1 and $2 group by 1
    ) o on i.name = 'funds' and o.about = i.about
    where case i.name when 'batch' then exists (select from bundle_payout p where p.id::text = i.about)
      when 'bank_line' then exists (select from bundle_file f where f.id::text = split_part(i.about, ':', 1))
      when 'statement_chain' then exists (select from bundle_file f where i.about like '% ' || f.id)
      when 'statement' then exists (select from bank_statement s join bundle_file f on f.id = s.file_id where i.about like '% ' || s.id)
      else substring(i.about from '\\d{4}-\\d\\d-\\d\\d') between $1 and $2 end
    order by i.name, i.about collate "C"`,
  'runs.jsonl': `select r.id::float8 as id, ${time('r.began_at')} as "beganAt", ${time('r.ended_at')} as "endedAt", r.as_of::text as "asOf",
      r.files::float8[] as files, encode(r.result, 'hex') as result
    from funds_run r where r.id in (select a.run_id from bundle_allocation b join funds_allocation a on a.key = b.key)
      or r.as_of between $1::date and $2::date or r.files && array(select id from bundle_file) order by r.id`,
}

export const SETTLEMENT_LINES = `select l.file_id::float8 as file, l.position, l.line, l.character_offset::float8 as "characterOffset", l.acquirer,
    l.merchant_account as "merchantAccount", l.currency::text as currency, l.kind, l.type, l.method, l.batch, l.payout_id::float8 as payout,
    l.store_code as "storeCode", l.terminal, l.acquirer_reference as "acquirerReference", l.merchant_reference as "merchantReference",
    l.retrieval_reference as "retrievalReference", l.original_reference as "originalReference", l.authorisation_code as "authorisationCode",
    l.trace, l.terminal_batch as "terminalBatch", l.card, (extract(epoch from l.happened_at) * 1000)::float8 as "happenedAtMs",
    l.sales_day::text as "salesDay", l.gross::text as gross, l.gross_currency::text as "grossCurrency", l.fees::text as fees, l.net::text as net,
    l.gross_minor::float8 as "grossMinor", l.net_minor::float8 as "netMinor", l.text
  from settlement_line l where l.file_id = $1 order by l.position`

export const BANK_LINES = `select b.file_id::float8 as file, b.position, b.line, b.character_offset::float8 as "characterOffset",
    b.statement_id::float8 as statement, a.number as account, b.currency::text as currency, b.amount::text as amount,
    b.amount_minor::float8 as "amountMinor", b.booked_on::text as "bookedOn", b.value_on::text as "valueOn", b.booked, b.text, b.counterparty,
    b.bank_reference as "bankReference", b.code
  from bank_line b join bank_account a on a.id = b.bank_account_id where b.file_id = $1 order by b.position`

/** A file with what is known of it; `kept` says in which form its bytes may leave the vault. */
export const FILES = `select f.id::float8 as id, f.name, encode(f.sha256, 'hex') as sha256, f.size::float8 as size, ${time('f.received_at')} as "receivedAt",
    f.received_via as "receivedVia", f.received_by as "receivedBy", f.state, f.reason, f.format, f.format_version as "formatVersion",
    f.mapping_id as mapping, f.mapping_version as "mappingVersion", f.verdict, f.first_day::text as "firstDay", f.last_day::text as "lastDay",
    f.line_count as "lineCount", f.same_as::float8 as "sameAs", f.supersedes::float8 as supersedes, case when f.beside <> '{}' and f.state in ('imported', 'superseded') then f.beside::float8[] end as beside,
    f.decided_by as "decidedBy", ${time('f.decided_at')} as "decidedAt", ${time('f.imported_at')} as "importedAt",
    case when exists (select from funds_file_content c where c.file_id = f.id and c.what = 'masked') then 'masked'
      when f.state in ('stored', 'refused', 'quarantined') or coalesce(f.reason, '') in ('card_numbers', 'card_numbers_not_masked') then 'not_read'
      when not exists (select from funds_file_content c where c.file_id = f.id and c.what = 'raw') then 'elsewhere'
      else 'raw' end as kept,
    x.entry, x.idx::float8 as "entryIndex",
    case when f.state in ('imported', 'superseded') then jsonb_strip_nulls(jsonb_build_object(
      'acquirer', (select l.acquirer from settlement_line l where l.file_id = f.id limit 1),
      'merchantAccount', (select case when count(distinct l.merchant_account) = 1 then min(l.merchant_account) end from settlement_line l where l.file_id = f.id),
      'account', (select case when count(distinct a.number) = 1 then min(a.number) end from bank_statement s join bank_account a on a.id = s.bank_account_id where s.file_id = f.id)
    )) end as "readAs"
  from bundle_file b join funds_file f on f.id = b.id
  left join lateral (select e.id as entry, l.idx from audit_entry e left join audit_leaf l on l.entry_id = e.id
    where e.target_type = 'funds_file' and e.target_id = f.id::text and e.action = 'funds_file.imported' order by e.recorded_at desc limit 1) x on true
  order by f.id`
