export function load(path) {
  // @ts-ignore
  return parse(path);
}
