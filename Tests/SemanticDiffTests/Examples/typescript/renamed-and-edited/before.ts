export const total = (prices: number[], rate: number): number => {
  let result = 0;
  for (const price of prices) result += price + (price * rate) / 100;
  console.log("total is", result);
  return result;
};
