import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The licences of the packages that modules come from, as those licences require: for a comment of the page. */
export function readNotices(modules: readonly string[]): string {
  const roots = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []))
  const notices = [...roots].map(readNotice).toSorted().join('\n\n')
  if (notices.includes('--')) throw new Error('A licence contains what ends an HTML comment')
  return notices
}

function readNotice(root: string): string {
  // Every package has these two fields.
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
  return `This page contains code of ${name} ${version}:\n\n${readFileSync(join(root, 'LICENSE'), 'utf8').trim()}`
}

interface Manifest {
  readonly name: string
  readonly version: string
}
