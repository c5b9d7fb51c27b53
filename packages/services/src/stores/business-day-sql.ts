/**
 * Joins `hours` (time_zone, cut_off_minutes valid on the store's local date) and `today` (business_date, starts, ends) to
 * `store s`, as of the instant in parameter `$n`. PostgreSQL's own zone tables decide, so that days with 23 and 25 hours
 * begin and end where the store's clock says.
 */
export function businessDayJoin(parameter: string): string {
  const now = `${parameter}::timestamptz`
  return `
    join lateral (
      select h.time_zone, h.cut_off_minutes
      from store_hours h
      where h.store_id = s.id
      order by (h.valid_from <= (${now} at time zone h.time_zone)::date) desc,
        abs(h.valid_from - (${now} at time zone h.time_zone)::date)
      limit 1
    ) hours on true
    cross join lateral (
      select (${now} at time zone hours.time_zone - make_interval(mins => hours.cut_off_minutes))::date as business_date
    ) local_day
    cross join lateral (
      select local_day.business_date,
        (local_day.business_date + make_interval(mins => hours.cut_off_minutes)) at time zone hours.time_zone as starts,
        (local_day.business_date + 1 + make_interval(mins => hours.cut_off_minutes)) at time zone hours.time_zone as ends
    ) today`
}
