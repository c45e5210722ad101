/** Returns the error of a rejected promise. */
export async function catchRejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (fault) {
    return fault;
  }
  throw new Error('Expected an error, but the promise resolved.');
}
