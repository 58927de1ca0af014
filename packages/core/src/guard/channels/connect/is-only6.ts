/** Whether the flags of a bind keep IPv4 out of an IPv6 address. Without that flag, `::` takes both. TCP and UDP use the same number. */
export function isOnly6(flags: number | undefined): boolean {
  return ((flags ?? 0) & 1) === 1
}
