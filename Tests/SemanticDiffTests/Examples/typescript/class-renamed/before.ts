export class Cart {
  private prices: number[] = [];
  total(): number {
    return this.prices.reduce((a, b) => a + b, 0);
  }
}
