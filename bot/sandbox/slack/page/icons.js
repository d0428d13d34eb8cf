/** The page's own line icons, on a 20 x 20 grid. */

import { svg } from "./dom.js";

const PATHS = {
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13.5M3 12.5h13.5",
  lock: "M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9",
  home: "M3 9.5 10 3.5l7 6V17h-5v-4.5H8V17H3z",
  thread: "M10 3.5c4 0 7 2.5 7 5.8s-3 5.8-7 5.8c-.7 0-1.4-.1-2-.3L4.5 16.5l.6-3C3.8 12.5 3 11 3 9.3 3 6 6 3.5 10 3.5zM7 8h6M7 11h4",
  more: "M10 4.6v.01M10 10v.01M10 15.4v.01",
  close: "M5 5l10 10M15 5 5 15",
  down: "M5.5 8 10 12.5 14.5 8",
  right: "M8 5.5 12.5 10 8 14.5",
  left: "M12 5.5 7.5 10l4.5 4.5",
  up: "M5.5 12 10 7.5l4.5 4.5",
  sort: "M7 8l3-3.5L13 8M7 12l3 3.5 3-3.5",
  plus: "M10 4v12M4 10h12",
  slash: "M5.5 3h9A2.5 2.5 0 0 1 17 5.5v9a2.5 2.5 0 0 1-2.5 2.5h-9A2.5 2.5 0 0 1 3 14.5v-9A2.5 2.5 0 0 1 5.5 3zM12 6.5l-4 7",
  bolt: "M11.5 2.5 4.5 11.5h5l-1 6 7-9h-5z",
  send: "M3.5 3.8 17 10 3.5 16.2l1.8-6.2zM5.3 10H11",
  eye: "M2 10c2-3.5 4.7-5.2 8-5.2s6 1.7 8 5.2c-2 3.5-4.7 5.2-8 5.2S4 13.5 2 10zM10 7.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  check: "M4 10.5 8 14.5 16 5.5",
  file: "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  external: "M11 4h5v5M16 4l-7 7M14 11.5V16H4V6h4.5",
  warning: "M10 3 18 16.5H2zM10 8v4M10 14.2v.01",
  info: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 9v5M10 6.2v.01",
  link: "M8.5 11.5 11.5 8.5M9 6.5l2-2a3.2 3.2 0 0 1 4.5 4.5l-2 2M11 13.5l-2 2A3.2 3.2 0 0 1 4.5 11l2-2",
  apps: "M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z",
  people: "M7.5 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 16.5c0-3 2-4.5 5-4.5s5 1.5 5 4.5M13 4.3a3 3 0 0 1 0 5.4M14.5 12.4c1.9.5 3 1.9 3 4.1",
  gear: "M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4",
};

export function icon(name, size = 18) {
  return svg(
    "svg",
    {
      class: `icon icon--${name}`, viewBox: "0 0 20 20", width: size, height: size, "aria-hidden": "true",
      fill: "none", stroke: "currentColor", "stroke-width": name === "more" ? 2.6 : 1.6,
      "stroke-linecap": "round", "stroke-linejoin": "round",
    },
    svg("path", { d: PATHS[name] ?? "" }),
  );
}
