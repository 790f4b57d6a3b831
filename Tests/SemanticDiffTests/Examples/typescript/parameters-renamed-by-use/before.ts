export function area(width: number, height: number, scale: number): number {
  const inner = width * height;
  return Math.round(inner / scale);
}
