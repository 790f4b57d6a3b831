export class Cart {
  total(prices: number[]): number {
    return prices.reduce((a, b) => a + b, 0);
  }
}

export class Order {
  number = 1;
}
