import type { CalendarTable } from './calendar-table.ts'

/** A holiday on a Saturday closes nothing (the Friday before is open); one on a Sunday closes the Monday after. */
export const US_FED: CalendarTable = {
  id: 'us-fed',
  version: '2026-11',
  source: 'Federal Reserve Banks, "Holiday Schedule" 2025, 2026, 2027 (richmondfed.org/about_us/holiday_schedule)',
  weekend: [6, 7],
  years: {
    2025: {
      closed: {
        '2025-01-01': 'new_year',
        '2025-01-20': 'martin_luther_king',
        '2025-02-17': 'washington_birthday',
        '2025-05-26': 'memorial_day',
        '2025-06-19': 'juneteenth',
        '2025-07-04': 'independence_day',
        '2025-09-01': 'labor_day_us',
        '2025-10-13': 'columbus_day',
        '2025-11-11': 'veterans_day',
        '2025-11-27': 'thanksgiving',
        '2025-12-25': 'christmas_day',
      },
    },
    2026: {
      // Independence Day is Saturday 4 July.
      closed: {
        '2026-01-01': 'new_year',
        '2026-01-19': 'martin_luther_king',
        '2026-02-16': 'washington_birthday',
        '2026-05-25': 'memorial_day',
        '2026-06-19': 'juneteenth',
        '2026-09-07': 'labor_day_us',
        '2026-10-12': 'columbus_day',
        '2026-11-11': 'veterans_day',
        '2026-11-26': 'thanksgiving',
        '2026-12-25': 'christmas_day',
      },
    },
    2027: {
      // Juneteenth and Christmas are Saturdays; Independence Day, a Sunday, is kept on Monday.
      closed: {
        '2027-01-01': 'new_year',
        '2027-01-18': 'martin_luther_king',
        '2027-02-15': 'washington_birthday',
        '2027-05-31': 'memorial_day',
        '2027-07-05': 'independence_day',
        '2027-09-06': 'labor_day_us',
        '2027-10-11': 'columbus_day',
        '2027-11-11': 'veterans_day',
        '2027-11-25': 'thanksgiving',
      },
    },
  },
}
