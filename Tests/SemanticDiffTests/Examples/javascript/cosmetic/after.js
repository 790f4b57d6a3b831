export function total(
  prices,
  rate
) {
    // Prices before tax.
    const sum = add(
        prices,
        rate);

    return sum*rate;
}
