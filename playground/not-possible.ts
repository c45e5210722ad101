/** Something a chat's client would not let a person do; the message says why, in their words. */
export class NotPossible extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotPossible';
  }
}
