import { readFileSync, writeFileSync } from 'node:fs'

/** The text between `<!-- name -->` and `<!-- /name -->` of a page; generated, so not edited by hand. */
export function readSection(path: string, name: string): string {
  const [, text] = between(name).exec(readFileSync(path, 'utf8')) ?? []
  if (text === undefined) throw new Error(`${path} has no <!-- ${name} --> … <!-- /${name} -->`)
  return text.trim()
}

/** Replaces it. */
export function writeSection(path: string, name: string, text: string): void {
  readSection(path, name)
  const section = `<!-- ${name} -->\n\n${text.trim()}\n\n<!-- /${name} -->`
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace(between(name), () => section),
  )
}

function between(name: string): RegExp {
  return new RegExp(`<!-- ${name} -->([\\s\\S]*?)<!-- /${name} -->`)
}
