import { useState } from 'react'

export function Counter({ url }: { url?: string }) {
  const [count, setCount] = useState(0)
  const increase = () => {
    setCount((before) => before + 1)
    if (url) void fetch(url, { method: 'POST' }).catch(() => {})
  }
  return <button onClick={increase}>Count is {count}</button>
}
