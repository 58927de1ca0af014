exports.total = (price, count) => {
  if (count > 10) return price * count * 0.9
  return price * count
}
