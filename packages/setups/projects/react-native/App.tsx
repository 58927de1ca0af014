import React, { useEffect } from 'react'
import { Text, View } from 'react-native'
import { report } from './src/report'

export default function App({ reports = false }: { reports?: boolean }) {
  useEffect(() => {
    if (reports) report()
  }, [reports])
  return (
    <View>
      <Text>Hello</Text>
    </View>
  )
}
