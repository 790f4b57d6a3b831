export const rate = 20;
