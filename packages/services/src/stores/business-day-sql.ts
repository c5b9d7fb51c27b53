/**
 * Joins `hours` (time_zone, cut_off_minutes valid on that business day) and `today` (business_date, starts, ends) to
 * `store s`, as of the instant in `parameter`. PostgreSQL's own zone tables decide, so that days of 23 and 25 hours begin
 * and end where the store's clock says. A store without hours keeps UTC days, as ingest counts them.
 */
export function businessDayJoin(parameter: string): string {
  const date = (hours: string) =>
    `(${parameter}::timestamptz at time zone ${hours}.time_zone - make_interval(mins => ${hours}.cut_off_minutes))::date`
  return `
    left join lateral (
      select h.time_zone, h.cut_off_minutes
      from store_hours h
      where h.store_id = s.id
      order by (h.valid_from <= ${date('h')}) desc, abs(h.valid_from - ${date('h')})
      limit 1
    ) given on true
    cross join lateral (
      select coalesce(given.time_zone, 'UTC') as time_zone, coalesce(given.cut_off_minutes, 0) as cut_off_minutes
    ) hours
    cross join lateral (
      select business_date,
        (business_date + make_interval(mins => hours.cut_off_minutes)) at time zone hours.time_zone as starts,
        (business_date + 1 + make_interval(mins => hours.cut_off_minutes)) at time zone hours.time_zone as ends
      from (select ${date('hours')} as business_date) local_day
    ) today`
}
