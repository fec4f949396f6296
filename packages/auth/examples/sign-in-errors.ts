import { isAuthError, type TokenSource } from '@cloudlink-center/auth';

export async function whyNot(source: TokenSource): Promise<string> {
  try {
    await source.getToken({ signal: AbortSignal.timeout(5000) });
    return 'signed in';
  } catch (error) {
    if (!isAuthError(error)) throw error; // an abort rejects with the signal's own reason
    if (error.code === 'token_refused') return `refused: ${error.oauthError}`;
    return error.retryable ? 'try again later' : error.message;
  }
}
