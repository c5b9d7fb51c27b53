/** What the sealed bytes are bound to. */
export const contentPurpose = (contentId: string): string => `card_alarm/${contentId}`
