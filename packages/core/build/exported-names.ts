/** What a module exports of these kinds; overloads of a function have its name once each. */
export function namesIn(source: string, kinds: string): readonly string[] {
  const exported = source.matchAll(new RegExp(`^export (?:async )?(?:${kinds}) (\\w+)`, 'gm'))
  return [...new Set([...exported].map(([, name = '']) => name))]
}
