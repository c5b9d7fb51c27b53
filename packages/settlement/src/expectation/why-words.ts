/** Words of the sentence that says why money is due when it is, one table a language. */
export interface WhyWords {
  readonly weekdays: readonly [string, string, string, string, string, string, string]
  readonly holidays: Readonly<Record<string, string>>
  /** 13 May, 5月13日. */
  day(month: number, day: number): string
  sale(weekday: string): string
  salesDay(weekday: string, clock: string): string
  capture(days: number): string
  lag(days: number): string
  holiday(weekday: string, name: string): string
  paidOn(weekday: string): string
  afterCutOff: string
  booking(days: number): string
  readonly between: string
  arrival(reasons: string, weekday: string, day: string): string
}

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

export const ENGLISH: WhyWords = {
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  holidays: {
    new_year: 'New Year',
    good_friday: 'Good Friday',
    easter_monday: 'Easter Monday',
    labour_day: 'Labour Day',
    christmas_day: 'Christmas Day',
    christmas_second_day: '26 December',
    boxing_day: 'Boxing Day',
    early_may: 'early May bank holiday',
    spring_bank_holiday: 'spring bank holiday',
    summer_bank_holiday: 'summer bank holiday',
    martin_luther_king: 'Martin Luther King Day',
    washington_birthday: 'Washington’s Birthday',
    memorial_day: 'Memorial Day',
    juneteenth: 'Juneteenth',
    independence_day: 'Independence Day',
    labor_day_us: 'Labor Day',
    columbus_day: 'Columbus Day',
    veterans_day: 'Veterans Day',
    thanksgiving: 'Thanksgiving',
    spring_festival: 'Spring Festival',
    qingming: 'Qingming',
    dragon_boat: 'Dragon Boat Festival',
    mid_autumn: 'Mid-Autumn Festival',
    national_day: 'National Day',
  },
  day: (month, day) => `${day} ${MONTHS[month - 1]}`,
  sale: (weekday) => `${weekday} sale`,
  salesDay: (weekday, clock) => `counted to ${weekday} (the day closes at ${clock})`,
  capture: (days) => `taken in ${days} ${days === 1 ? 'day' : 'days'} later`,
  lag: (days) => `T+${days}`,
  holiday: (weekday, name) => `${weekday} is a holiday (${name})`,
  paidOn: (weekday) => `paid out on ${weekday}`,
  afterCutOff: 'sent after the bank’s cut-off',
  booking: (days) => `booked ${days} bank ${days === 1 ? 'day' : 'days'} later`,
  between: ', ',
  arrival: (reasons, weekday, day) => `${reasons}: ${weekday} ${day}`,
}

export const CHINESE: WhyWords = {
  weekdays: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  holidays: {
    new_year: '元旦',
    good_friday: '耶稣受难日',
    easter_monday: '复活节星期一',
    labour_day: '劳动节',
    christmas_day: '圣诞节',
    christmas_second_day: '圣诞节次日',
    boxing_day: '节礼日',
    early_may: '五月初银行假日',
    spring_bank_holiday: '春季银行假日',
    summer_bank_holiday: '夏季银行假日',
    martin_luther_king: '马丁·路德·金纪念日',
    washington_birthday: '华盛顿诞辰日',
    memorial_day: '阵亡将士纪念日',
    juneteenth: '六月节',
    independence_day: '美国独立日',
    labor_day_us: '美国劳动节',
    columbus_day: '哥伦布日',
    veterans_day: '退伍军人节',
    thanksgiving: '感恩节',
    spring_festival: '春节',
    qingming: '清明节',
    dragon_boat: '端午节',
    mid_autumn: '中秋节',
    national_day: '国庆节',
  },
  day: (month, day) => `${month}月${day}日`,
  sale: (weekday) => `${weekday}的交易`,
  salesDay: (weekday, clock) => `计入${weekday}（营业日 ${clock} 结束）`,
  capture: (days) => `${days} 天后入账`,
  lag: (days) => `T+${days}`,
  holiday: (weekday, name) => `${weekday}放假（${name}）`,
  paidOn: (weekday) => `${weekday}打款`,
  afterCutOff: '晚于银行截止时间',
  booking: (days) => `银行 ${days} 个工作日后入账`,
  between: '，',
  arrival: (reasons, weekday, day) => `${reasons}：${day}（${weekday}）到账`,
}
