// What this screen is by its address; `/display` alone is whatever staff made of it.
import { deviceToken, ownToken } from "../shared_ui/device.js";

/** @typedef {{socket: string, token: string | null}} Place the socket's path, and the token to show there */

/** @returns {Place} */
export function placeOfAddress() {
  const [, kind = "", name = ""] = location.pathname.split("/").map(decodeURIComponent);
  if (name === "") return { socket: "/ws/screen", token: ownToken() };
  return { socket: `/ws/${kind}/${encodeURIComponent(name)}`, token: deviceToken(`xephang.${kind}.${name}.token`) };
}

/**
 * Go to the page of a role that has one of its own; false when the role is played here.
 * @param {import("../shared_ui/protocol").RoleFrame} role
 * @param {string | null} token
 */
export function leaveFor(role, token) {
  if (role.kind !== "kiosk") return false;
  location.replace(`/kiosk#token=${token}`);
  return true;
}
