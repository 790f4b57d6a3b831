export const limit = 10;
export function most() {
  return limit;
}
