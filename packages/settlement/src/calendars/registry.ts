import type { CalendarTable } from './calendar-table.ts'
import { CHINA } from './china.ts'
import { TARGET2 } from './target2.ts'
import { UK } from './uk.ts'
import { US_FED } from './us-fed.ts'

/** The seed of the database's calendars; a later edition there wins over these. */
export const CALENDARS: readonly CalendarTable[] = [TARGET2, US_FED, UK, CHINA]
