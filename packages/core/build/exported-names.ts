/** The names of a module's exports of these kinds, once for each overloaded function. */
export function namesIn(source: string, kinds: string): readonly string[] {
  const exported = source.matchAll(new RegExp(`^export (?:async )?(?:${kinds}) (\\w+)`, 'gm'))
  return [...new Set([...exported].map(([, name = '']) => name))]
}
