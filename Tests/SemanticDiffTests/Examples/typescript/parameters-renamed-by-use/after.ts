export function area(ratio: bigint, breadth: number, height: number): number {
  const inner = breadth * height;
  return Math.round(inner / Number(ratio));
}
