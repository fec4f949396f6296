/** What the benchmark uses of axios-token-interceptor, which has no types. */
declare module 'axios-token-interceptor' {
  import type { InternalAxiosRequestConfig } from 'axios';

  interface Options<T> {
    getToken: () => Promise<T>;
    headerFormatter: (token: T) => string;
  }
  interface TokenProvider {
    <T>(options: Options<T>): (config: InternalAxiosRequestConfig) => Promise<InternalAxiosRequestConfig>;
    tokenCache<T>(getToken: () => Promise<T>, options: { getMaxAge: (token: T) => number }): () => Promise<T>;
  }
  const tokenProvider: TokenProvider;
  export default tokenProvider;
}
