/** Whole numbers, one a row, for more rows than are known beforehand: four bytes each. */
export class IntColumn {
  #numbers = new Int32Array(1 << 12);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const twice = new Int32Array(2 * this.#numbers.length);
      twice.set(this.#numbers);
      this.#numbers = twice;
    }
    this.#numbers[this.#length] = number;
    this.#length += 1;
  }

  /** The rows so far, not copied. */
  numbers(): Int32Array {
    return this.#numbers.subarray(0, this.#length);
  }
}
