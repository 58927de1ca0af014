/**
 * Whether lines that a page shows are in what was printed, one below the other. White space does not count, nor do times
 * (`31 ms`); a line `…` matches any lines, and `…` in a line the rest of it.
 */
export function isShownIn(shown: string, outputs: readonly string[]): boolean {
  const parts = shown.split(/^\s*…\s*$/m).map((part) => linesOf(part).map(escape).join('\n'))
  const pattern = new RegExp(parts.map((part) => `(?<=^|\\n)${part}(?=\\n|$)`).join('[^]*'))
  return outputs.some((output) => pattern.test(linesOf(output).join('\n')))
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) =>
      line
        .trim()
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/\b\d+(\.\d+)? m?s\b/g, '<time>'),
    )
    .filter((line) => line !== '')
}

const escape = (line: string): string => line.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('…', '.*')
