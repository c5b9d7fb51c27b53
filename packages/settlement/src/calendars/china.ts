import type { CalendarTable } from './calendar-table.ts'
import { addDays, type CivilDay } from './civil-day.ts'

const span = (first: CivilDay, days: number, name: string): Record<CivilDay, string> =>
  Object.fromEntries(Array.from({ length: days }, (_, n) => [addDays(first, n), name]))
const madeUp = (...days: CivilDay[]): Record<CivilDay, string> => Object.fromEntries(days.map((day) => [day, 'make_up_day']))

/** 2027 is not here: no notice for it was found when this edition was made. Its publication is a new version of this table. */
export const CHINA: CalendarTable = {
  id: 'china',
  version: '2025-11',
  source:
    '国务院办公厅关于2025年部分节假日安排的通知 (国办发明电〔2024〕12号, 12 November 2024); 国务院办公厅关于2026年部分节假日安排的通知 (4 November 2025)',
  weekend: [6, 7],
  years: {
    2025: {
      closed: {
        ...span('2025-01-01', 1, 'new_year'),
        ...span('2025-01-28', 8, 'spring_festival'),
        ...span('2025-04-04', 3, 'qingming'),
        ...span('2025-05-01', 5, 'labour_day'),
        ...span('2025-05-31', 3, 'dragon_boat'),
        ...span('2025-10-01', 8, 'national_day'),
      },
      open: madeUp('2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'),
    },
    2026: {
      closed: {
        ...span('2026-01-01', 3, 'new_year'),
        ...span('2026-02-15', 9, 'spring_festival'),
        ...span('2026-04-04', 3, 'qingming'),
        ...span('2026-05-01', 5, 'labour_day'),
        ...span('2026-06-19', 3, 'dragon_boat'),
        ...span('2026-09-25', 3, 'mid_autumn'),
        ...span('2026-10-01', 7, 'national_day'),
      },
      open: madeUp('2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'),
    },
  },
}
