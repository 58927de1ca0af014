exports.add = (a, b) => a + b
exports.report = () => void fetch('http://usage.example/').catch(() => {})
