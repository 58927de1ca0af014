export function nameOf(): string {
  return 'real'
}
