import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'

/** A line to paste, with a button that copies it. */
export function CopyLine({ text }: { readonly text: string }): JSX.Element {
  const code = useRef<HTMLElement>(null)
  const [said, setSaid] = useState('')
  const copy = async (): Promise<void> => {
    setSaid((await copyText(text, code.current)) ? 'Copied' : 'Press Ctrl+C')
    setTimeout(() => setSaid(''), 2500)
  }
  return (
    <div class="copy-line">
      <code ref={code}>{text}</code>
      <button type="button" onClick={() => void copy()} aria-label={`Copy ${text}`}>
        {said === '' ? 'Copy' : said}
      </button>
      <span class="unseen" role="status">
        {said}
      </span>
    </div>
  )
}

/** A page opened from a disk may have no clipboard: the text is selected then, for the keyboard to copy. */
async function copyText(text: string, shown: HTMLElement | null): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    if (shown) getSelection()?.selectAllChildren(shown)
    return false
  }
}
