// The same wish sent twice is one wish: after a line that broke, and after a second click.
import { useRef } from "../shared_ui/html.js";
import { newRequestId, post, RefusedError } from "../shared_ui/api.js";

/**
 * Hook: posts a body under one request id until it is answered. Another body, or the same after its answer, is another wish.
 * @returns {(path: string, body: object) => Promise<any>}
 */
export function useOnce() {
  const open = useRef(/** @type {{wish: string, id: string} | null} */ (null));
  return async (path, body) => {
    const wish = `${path} ${JSON.stringify(body)}`;
    if (open.current?.wish !== wish) open.current = { wish, id: newRequestId() };
    try {
      const answer = await post(path, { ...body, request_id: open.current.id });
      open.current = null;
      return answer;
    } catch (error) {
      if (error instanceof RefusedError) open.current = null;
      throw error;
    }
  };
}
