export const rate = 20;

export function total(prices) {
  return prices.filter((price) => price > 0).reduce((a, b) => a + b, 0);
}
