import Link from 'next/link'
import { track } from '@/lib/track'

export default function Page({ tracked = false }: { tracked?: boolean }) {
  if (tracked) track('home')
  return (
    <div>
      <h1>Home</h1>
      <Link href="/about">About</Link>
    </div>
  )
}
