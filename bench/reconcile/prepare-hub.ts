import { applyMigrations } from '@counterfoil/db/migrate'
import type { ServiceContext } from '@counterfoil/services'
import { seedCalendars } from '@counterfoil/services/funds'
import { type HubKeys, registerHubKeys } from '@counterfoil/services/vault'
import { type Contract, civilDay } from '@counterfoil/settlement/funds'
import { contractsOf, FAMILIES, type Family, type Plan } from '@counterfoil/settlement/generator'
import { withContext } from '../with-context.ts'

/** A hub's database before the first file: its key, stores, accounts, contracts, routes, and the files that are expected. */
export async function prepareHub(url: string, plan: Plan, keys: HubKeys): Promise<void> {
  await applyMigrations({ url })
  await withContext(url, async (ctx) => {
    await ctx.pool.query(
      `select ensure_partitions((extract(year from age) * 12 + extract(month from age))::int4 + 1, 3) from age(greatest(now(), $1), $1)`,
      [civilDay(plan.firstDay)],
    )
    await registerHubKeys(ctx, [keys])
    await seedCalendars(ctx)
    await addStores(ctx)
    await addAgreements(ctx, plan)
  })
}

async function addStores({ pool }: ServiceContext): Promise<void> {
  await pool.query(`insert into legal_entity (id, name, country) values (1, 'Counterfoil Stores', 'DE')`)
  await pool.query(
    `insert into store (id, code, name, name_lang, country, region, city, currency, legal_entity_id, opened_on)
     select n, 'S' || lpad(n::text, 4, '0'), 'Store ' || n, 'en', 'DE', '', '', 'EUR', 1, '2020-01-01' from generate_series(1, 200) n`,
  )
}

/** Straight into their tables: what was agreed is the past here, and adding four hundred contracts one by one is not measured. */
async function addAgreements({ pool }: ServiceContext, plan: Plan): Promise<void> {
  const accounts = [...new Map(FAMILIES.map((family) => [family.account, family])).values()]
  await pool.query(
    `insert into bank_account (id, legal_entity_id, number, currency, name, time_zone)
     select row_number() over (), 1, u.number, u.currency, u.number, u.zone from unnest($1::text[], $2::text[], $3::text[]) u(number, currency, zone)`,
    [accounts.map(({ account }) => account), accounts.map(({ currency }) => currency), accounts.map(({ clock }) => clock.zone)],
  )
  await pool.query(
    `insert into funds_contract (id, version, acquirer, merchant_account, currency, valid_from, document, made_by)
     select d ->> 'id', 1, d ->> 'acquirer', d ->> 'merchantAccount', d ->> 'currency', (d ->> 'validFrom')::date, d, 'bench'
     from unnest($1::jsonb[]) d`,
    [FAMILIES.flatMap(contractsOf).map((contract) => JSON.stringify(documentOf(contract)))],
  )
  await pool.query(
    `insert into funds_route (currency, merchant_number, acquirer, merchant_account, valid_from, made_by)
     select currency, merchant_account, acquirer, merchant_account, valid_from, 'bench' from funds_contract`,
  )
  await pool.query(
    `insert into funds_source (name, kind, acquirer, merchant_account, format, calendars, due_after_days, due_minute, time_zone, active_from, active_to)
     select u.name, 'acquirer', u.name, u.account, u.format, array['every-day'], 7, 600, u.zone, $5, $6
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) u(name, account, format, zone)`,
    [
      FAMILIES.map(({ id }) => id),
      // A report that names no merchant account is its source's.
      FAMILIES.map(({ merchants, merchantOf }) => (merchants === 'one' ? merchantOf(1, 1) : null)),
      FAMILIES.map(({ id }) => FORMATS[id]),
      FAMILIES.map(({ clock }) => clock.zone),
      civilDay(plan.firstDay),
      civilDay(plan.lastDay),
    ],
  )
  await pool.query(
    `insert into funds_source (name, kind, bank_account_id, calendars, due_after_days, due_minute, time_zone, active_from, active_to)
     select 'Statements of ' || a.number, 'bank', a.id, array(select jsonb_array_elements_text(c.document -> 'bank' -> 'calendars')), 0, 600, a.time_zone, $1, $2
     from bank_account a join lateral (select document from funds_contract where document -> 'bank' ->> 'account' = a.number limit 1) c on true`,
    [civilDay(plan.firstDay), civilDay(plan.endDay)],
  )
}

const FORMATS: Readonly<Record<Family['id'], string>> = {
  ...{ adyen: 'adyen-settlement-details', nordpay: 'adyen-settlement-details', stripe: 'stripe-payout-recon' },
  ...{ wechat: 'wechat-trade-bill', alipay: 'alipay-trade', unionpay: 'unionpay-zm' },
}

/** As a person writes a contract. */
function documentOf({ salesDay, payout: { frequency, ...payout }, ...contract }: Contract): object {
  const [hours, minutes] = [Math.floor(salesDay.closesAtMinute / 60), salesDay.closesAtMinute % 60].map((part) =>
    String(part).padStart(2, '0'),
  )
  return {
    ...contract,
    salesDay: { closes: salesDay.closes, closesAt: `${hours}:${minutes}` },
    payout: { ...payout, ...frequency },
  }
}
