import { createPool } from '@counterfoil/db'
import type { TestDatabase } from '@counterfoil/db/testing'
import type pg from 'pg'

/** A database whose clock stands until it is moved: what its pool runs finds our `now()` before PostgreSQL's. */
export interface MovableClock {
  /** With the application's rights. */
  readonly pool: pg.Pool
  moveTo(ms: number): Promise<void>
}

export async function openMovableClock({ owner, url }: TestDatabase): Promise<MovableClock> {
  await owner.query(`
    create schema test_clock;
    create table test_clock.moment (at timestamptz not null);
    insert into test_clock.moment values (now());
    create function test_clock.now() returns timestamptz stable language sql as 'select at from test_clock.moment';
    grant usage on schema test_clock to public;
    grant select on test_clock.moment to public;`)
  const address = new URL(url)
  address.searchParams.set('options', '-c search_path=test_clock,pg_catalog,public')
  return {
    pool: createPool({ url: address.href, max: 5 }),
    async moveTo(ms) {
      await owner.query('update test_clock.moment set at = $1', [new Date(ms)])
    },
  }
}
