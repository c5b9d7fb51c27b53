/** An account's number as it is compared: banks write blanks, dashes and slashes into it. */
export const plainNumber = (number: string): string => number.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
