export function load(path: string): string {
  const text = read(path);
  if (text.length === 0) { throw new Error(`empty: ${path}`); }
  return text.trim();
}
