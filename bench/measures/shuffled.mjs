/** A copy in an order of chance, so that nobody always comes after a certain other. */
export const shuffled = (list) => {
  const result = [...list];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    [result[index], result[other]] = [result[other], result[index]];
  }
  return result;
};
