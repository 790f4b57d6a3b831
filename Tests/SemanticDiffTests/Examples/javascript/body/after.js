export const limit = 20;
export function most() {
  return limit + 1;
}
