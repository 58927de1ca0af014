import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Writes the licences of the packages that are compiled in, as those licences require. */
export function thirdPartyNotices(target: string): Plugin {
  return {
    name: 'third-party-notices',
    setup: ({ initialOptions, onEnd }) => {
      initialOptions.metafile = true
      onEnd(({ metafile }) => {
        const roots = new Set(Object.keys(metafile?.inputs ?? {}).flatMap(packageRoot))
        const notices = [...roots].map(readNotice).toSorted()
        mkdirSync(dirname(target), { recursive: true })
        writeFileSync(target, [headline, ...new Set(notices)].join(`\n\n${'-'.repeat(80)}\n\n`))
      })
    },
  }
}

const headline = 'The command line of agentguard contains code of these packages.'

function packageRoot(input: string): string[] {
  const [root] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input) ?? []
  return root === undefined ? [] : [root]
}

function readNotice(root: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
  const [file] = globSync('{licen[cs]e,LICEN[CS]E}*', { cwd: root })
  if (file === undefined) throw new Error(`${name} is compiled in and has no licence file`)
  const licence = readFileSync(join(root, file), 'utf8').trim()
  return [`${name}@${version} (${license})`, licence, ...(embeddedData[name] ?? [])].join('\n\n') + '\n'
}

/** Third-party data inside packages, which their own licences do not cover. */
const embeddedData: Readonly<Record<string, readonly string[]>> = {
  tldts: [
    `It contains data of the Public Suffix List, which is subject to the terms of the Mozilla Public License, v. 2.0
(https://mozilla.org/MPL/2.0/). The list in source form: https://publicsuffix.org/list/`,
  ],
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
}
