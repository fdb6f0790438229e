/** Only paths of this app: an address in the link must not lead elsewhere after the login. */
export function safeReturnPath(value: unknown): string | undefined {
  return typeof value === "string" && /^\/(?![/\\])/.test(value) ? value : undefined;
}
