/** The loopback addresses of both families. */
export const loopbacks = ['127.0.0.0/8', '::1'] as const

/** The rule by which connections to a loopback port are watched like those to other machines. */
export function watchRule(loopback: string, port: number | string): string {
  return `rule add pref 9 to ${loopback} ipproto tcp dport ${port} lookup 201`
}
