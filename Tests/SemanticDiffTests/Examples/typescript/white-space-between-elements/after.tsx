export const a = () => <p>{x}{y}</p>;
export const b = () => <p>Hi<b>x</b></p>;
