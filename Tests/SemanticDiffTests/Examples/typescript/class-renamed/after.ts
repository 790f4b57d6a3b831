export class Basket {
  private prices: number[] = [];
  total(): number {
    return this.prices.reduce((a, b) => a + b, 0);
  }
}
