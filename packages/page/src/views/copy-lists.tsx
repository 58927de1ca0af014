import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { Entry } from '../model/entry.ts'
import { formatCount } from '../model/format-number.ts'
import { optionText, rulesToDecide } from '../model/rule-list.ts'

/** Copies the rules of all listed destinations with an open decision, as one list for a config. Empty without any. */
export function CopyLists({ entries }: { readonly entries: readonly Entry[] }): JSX.Element | null {
  const rules = useMemo(() => rulesToDecide(entries), [entries])
  const [said, setSaid] = useState('')
  const [shown, setShown] = useState('')
  if (rules.length === 0) return null
  const copy = async (option: 'allow' | 'mute'): Promise<void> => {
    const text = optionText(option, rules)
    const isCopied = await write(text)
    setShown(isCopied ? '' : text)
    setSaid(isCopied ? `${formatCount(rules.length, 'rule')} copied for ${option}` : 'Press Ctrl+C')
  }
  return (
    <div class="copy-lists">
      <span class="note" role="status">
        {said}
      </span>
      {(['allow', 'mute'] as const).map((option) => (
        <button
          key={option}
          type="button"
          title={`${formatCount(rules.length, 'rule')} of what is listed below, for ${option} in the config`}
          onClick={() => void copy(option)}
        >
          Copy {option} list
        </button>
      ))}
      {shown !== '' && <textarea aria-label="The list" readOnly rows={6} value={shown} ref={selectAll} />}
    </div>
  )
}

/** A page opened from a disk may have no clipboard: the text is shown and selected then, for the keyboard to copy. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

function selectAll(area: HTMLTextAreaElement | null): void {
  area?.select()
}
