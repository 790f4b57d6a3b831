export function total(prices, rate) {
  // Prices without tax.
  const sum = add(prices, rate);
  return sum * rate;
}
