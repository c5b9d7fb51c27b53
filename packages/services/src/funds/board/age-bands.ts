/** How long after the day it was due money is still owed; from the day after on, bank or not, because so people count. */
export const ageBands = ['not_due', 'today', 'day_1', 'days_2_3', 'days_4_7', 'over_7'] as const
export type AgeBand = (typeof ageBands)[number]

/** SQL text: the band of a due day, seen from the day it is in the store. */
export const ageBandSql = (due: string, today: string): string => `case
  when ${due} > ${today} then 'not_due' when ${due} = ${today} then 'today' when ${today} - ${due} = 1 then 'day_1'
  when ${today} - ${due} <= 3 then 'days_2_3' when ${today} - ${due} <= 7 then 'days_4_7' else 'over_7' end`
