import type { CalendarTable } from './calendar-table.ts'

export const UK: CalendarTable = {
  id: 'uk',
  version: '2026-11',
  source: 'GOV.UK, "UK bank holidays", England and Wales, 2025 to 2027, with substitute days',
  weekend: [6, 7],
  years: {
    2025: {
      closed: {
        '2025-01-01': 'new_year',
        '2025-04-18': 'good_friday',
        '2025-04-21': 'easter_monday',
        '2025-05-05': 'early_may',
        '2025-05-26': 'spring_bank_holiday',
        '2025-08-25': 'summer_bank_holiday',
        '2025-12-25': 'christmas_day',
        '2025-12-26': 'boxing_day',
      },
    },
    2026: {
      closed: {
        '2026-01-01': 'new_year',
        '2026-04-03': 'good_friday',
        '2026-04-06': 'easter_monday',
        '2026-05-04': 'early_may',
        '2026-05-25': 'spring_bank_holiday',
        '2026-08-31': 'summer_bank_holiday',
        '2026-12-25': 'christmas_day',
        '2026-12-28': 'boxing_day',
      },
    },
    2027: {
      closed: {
        '2027-01-01': 'new_year',
        '2027-03-26': 'good_friday',
        '2027-03-29': 'easter_monday',
        '2027-05-03': 'early_may',
        '2027-05-31': 'spring_bank_holiday',
        '2027-08-30': 'summer_bank_holiday',
        '2027-12-27': 'christmas_day',
        '2027-12-28': 'boxing_day',
      },
    },
  },
}
