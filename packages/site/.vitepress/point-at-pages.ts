import { statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

interface Places {
  /** The folder of the repository. */
  readonly root: string
  /** Its address on the web. */
  readonly repository: string
}

/** Links of the repository's pages, as the site has them: the README is its front page, and sources are in the repository. */
export function pointAtPages(md: MarkdownRenderer, { root, repository }: Places): void {
  md.core.ruler.push('point-at-pages', ({ tokens, env }) => {
    const { path } = env as { readonly path: string }
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      if (href !== null) token.attrSet('href', linkOf(href, path))
    }
  })

  function linkOf(href: string, page: string): string {
    if (/^(?:[a-z]+:|#|\/)/i.test(href)) return href
    const [target = '', fragment] = href.split('#')
    const path = relative(root, join(dirname(page), target)).replaceAll('\\', '/')
    const anchor = fragment === undefined ? '' : `#${fragment}`
    if (path === 'README.md') return `/${anchor}`
    if (isPage(path)) return href
    return `${repository}/${statSync(join(root, path)).isDirectory() ? 'tree' : 'blob'}/main/${path}${anchor}`
  }
}

function isPage(path: string): boolean {
  return /^(?:docs\/[^/]+|api\/.+|[A-Z_]+)\.md$/.test(path)
}
