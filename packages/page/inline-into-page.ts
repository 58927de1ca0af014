import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'
import { readNotices } from './read-notices.ts'

/** Puts script and styles into the page itself. Nothing else may run in it: the policy names them by their hashes. */
export function inlineIntoPage(): Plugin {
  return {
    name: 'inline-into-page',
    enforce: 'post',
    generateBundle(_, bundle) {
      const files = Object.values(bundle)
      const page = files.find(({ fileName }) => fileName.endsWith('.html'))
      const chunks = files.filter((file) => file.type === 'chunk')
      const styles = files.filter(({ fileName }) => fileName.endsWith('.css'))
      const [chunk, style] = [chunks[0], styles[0]]
      if (page?.type !== 'asset' || chunk === undefined || style?.type !== 'asset' || files.length !== 3) {
        throw new Error(
          `The page is to be one script and one style: ${files.map(({ fileName }) => fileName).join(', ')}`,
        )
      }
      const script = chunk.code.trim().replaceAll('</script', String.raw`<\/script`)
      const css = String(style.source).trim()
      page.source = String(page.source)
        .replace(/\s*<script type="module"[^>]*><\/script>/, () => `\n    <script type="module">${script}</script>`)
        .replace(/\s*<link rel="stylesheet"[^>]*>/, () => `\n    <style>${css}</style>`)
        .replace('%notices%', () => readNotices(chunk.moduleIds))
        .replace('%policy%', () => policyOf(script, css))
      delete bundle[chunk.fileName]
      delete bundle[style.fileName]
    },
  }
}

function policyOf(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
