/**
 * The assignment of rows to columns with the smallest sum of costs (Kuhn, 1955; in the form with
 * prices by Jonker and Volgenant). There must be at least as many columns as rows.
 */

export type Cost = (row: number, column: number) => number;

/** The column of every row. */
export function assignColumns(rows: number, columns: number, cost: Cost): readonly number[] {
  const state = new Assignment(rows, columns, cost);
  for (let row = 1; row <= rows; row += 1) state.place(row);
  return state.columns();
}

/** Rows and columns count from 1; column 0 stands for the row that looks for a place. */
class Assignment {
  private readonly rowPrice: Float64Array;
  private readonly columnPrice: Float64Array;
  private readonly owner: Int32Array;
  private readonly way: Int32Array;
  private slack = new Float64Array();
  private seen = new Uint8Array();

  constructor(
    private readonly rows: number,
    private readonly count: number,
    private readonly cost: Cost,
  ) {
    this.rowPrice = new Float64Array(rows + 1);
    this.columnPrice = new Float64Array(count + 1);
    this.owner = new Int32Array(count + 1);
    this.way = new Int32Array(count + 1);
  }

  place(row: number): void {
    this.owner[0] = row;
    this.slack = new Float64Array(this.count + 1).fill(Infinity);
    this.seen = new Uint8Array(this.count + 1);
    let at = 0;
    while (this.owner[at] !== 0) at = this.nearest(at);
    while (at !== 0) {
      const before = this.way[at] ?? 0;
      this.owner[at] = this.owner[before] ?? 0;
      at = before;
    }
  }

  columns(): readonly number[] {
    const chosen = new Array<number>(this.rows).fill(-1);
    this.owner.forEach((row, column) => {
      if (column > 0 && row > 0) chosen[row - 1] = column - 1;
    });
    return chosen;
  }

  /** The column that is reached next from one that is taken, with the prices moved so that it is free. */
  private nearest(at: number): number {
    this.seen[at] = 1;
    const row = this.owner[at] ?? 0;
    let step = Infinity;
    let next = 0;
    for (let column = 1; column <= this.count; column += 1) {
      if (this.seen[column] === 1) continue;
      this.look(row, column, at);
      const slack = this.slack[column] ?? 0;
      if (slack < step) [step, next] = [slack, column];
    }
    this.move(step);
    return next;
  }

  private look(row: number, column: number, from: number): void {
    const reduced =
      this.cost(row - 1, column - 1) - (this.rowPrice[row] ?? 0) - (this.columnPrice[column] ?? 0);
    if (reduced >= (this.slack[column] ?? 0)) return;
    this.slack[column] = reduced;
    this.way[column] = from;
  }

  private move(step: number): void {
    for (let column = 0; column <= this.count; column += 1) {
      if (this.seen[column] !== 1) {
        this.slack[column] = (this.slack[column] ?? 0) - step;
        continue;
      }
      const held = this.owner[column] ?? 0;
      this.rowPrice[held] = (this.rowPrice[held] ?? 0) + step;
      this.columnPrice[column] = (this.columnPrice[column] ?? 0) - step;
    }
  }
}
