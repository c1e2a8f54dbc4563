/** Whether an id that is kept in the clear is a mainland mobile number or an e-mail address, which would identify the person elsewhere. */
export function looksPersonal(value: string): boolean {
  return value.includes('@') || /^(?:\+?86)?1[3-9]\d{9}$/.test(value);
}
