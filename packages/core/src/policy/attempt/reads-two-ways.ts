/**
 * True for a path that leads elsewhere on a server which decodes slashes, or joins them, before it resolves dot segments:
 * by the URL standard, `/v1//../x` and `/v1/%2F../x` are below `/v1/`.
 */
export function readsTwoWays(path: string): boolean {
  if (!DOTS.test(path) || !SLASHES.test(path)) return false
  return joinSlashes(resolve(path)) !== resolve(joinSlashes(path))
}

/** The path with each run of slashes, written out or not, as one. */
export function joinSlashes(path: string): string {
  return path.replace(/(?:[/\\]|%2f|%5c)+/gi, '/')
}

const DOTS = /(?:[/\\]|%2f|%5c)(?:\.|%2e)/i
const SLASHES = /[/\\]{2}|%2f|%5c/i

function resolve(path: string): string {
  return URL.parse(`http://host/${path.replace(/^[/\\]/, '')}`)?.pathname ?? path
}
