/** Whether flags of a bind keep IPv4 out of an address for IPv6; without that, `::` takes both. The number is one for TCP and UDP. */
export function isOnly6(flags: number | undefined): boolean {
  return ((flags ?? 0) & 1) === 1
}
