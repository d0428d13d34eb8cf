/** data_visualization blocks: bar, line, area and pie as plain SVG. */

import { el, svg } from "./dom.js";

const COLOURS = ["#1264a3", "#2bac76", "#ecb22e", "#e01e5a", "#7c3085", "#36c5f0", "#de7c2f", "#5b7a1d", "#b5487e", "#4a5a78", "#0f7f8c", "#a8862b"];
const WIDTH = 560;
const PLOT = { left: 44, right: 12, top: 12, height: 190 };
const LINE = 14;
const CHAR = 6.2; // width of a character of an axis label

export function chart(block) {
  const { type } = block.chart;
  const drawing = type === "pie" ? pie(block) : axes(block);
  return el("figure", { class: "chart" }, el("figcaption", { class: "chart__title" }, block.title), drawing);
}

const colour = (index) => COLOURS[index % COLOURS.length];

function legend(names) {
  return el("ul", { class: "chart__legend", role: "presentation" }, names.map((name, index) => {
    const key = el("span", { class: "chart__key" });
    key.style.backgroundColor = colour(index);
    return el("li", {}, key, name);
  }));
}

function pie({ title, chart: { segments } }) {
  const total = segments.reduce((sum, { value }) => sum + value, 0) || 1;
  const share = (value) => `${Math.round((value / total) * 100)} %`;
  let angle = -Math.PI / 2;
  const slices = segments.map(({ label, value }, index) => {
    const from = angle;
    angle += (value / total) * 2 * Math.PI;
    return svg("path", { d: slice(from, angle), fill: colour(index), stroke: "#fff", "stroke-width": 1.5 }, svg("title", {}, `${label}: ${value}`));
  });
  const spoken = segments.map(({ label, value }) => `${label} ${value}`).join(", ");
  return el("div", { class: "chart__pie" },
    svg("svg", { viewBox: "0 0 200 200", width: 180, height: 180, role: "img", "aria-label": `${title}: ${spoken}` }, slices),
    legend(segments.map(({ label, value }) => `${label} · ${value} (${share(value)})`)));
}

function slice(from, to) {
  const point = (angle) => `${(100 + 96 * Math.cos(angle)).toFixed(2)} ${(100 + 96 * Math.sin(angle)).toFixed(2)}`;
  if (to - from > 2 * Math.PI - 0.001) return "M100 4a96 96 0 1 0 .01 0z";
  return `M100 100L${point(from)}A96 96 0 ${to - from > Math.PI ? 1 : 0} 1 ${point(to)}z`;
}

function axes({ title, chart: { type, series, axis_config: config } }) {
  const categories = config?.categories ?? series[0].data.map(({ label }) => label);
  const values = series.map(({ data }) => categories.map((label) => data.find((point) => point.label === label)?.value ?? 0));
  const ticks = scale(values.flat());
  const y = (value) => PLOT.top + PLOT.height * (1 - (value - ticks[0]) / (ticks.at(-1) - ticks[0]));
  const label = Math.max(...categories.map(({ length }) => length)) * CHAR;
  const room = (WIDTH - PLOT.left - PLOT.right) / categories.length - 4;
  const wrapped = categories.map((name) => lines(name, room));
  const tilt = wrapped.some((parts) => parts.length > 2 || parts.some(({ length }) => length * CHAR > room));
  // Tilted labels reach below the axis and to the left of the first mark.
  const left = tilt ? Math.max(PLOT.left, label * 0.72) : PLOT.left;
  const slot = (WIDTH - left - PLOT.right) / categories.length;
  const x = (index) => left + slot * (index + 0.5);
  const foot = tilt ? 24 + label * 0.64 : 10 + LINE * Math.max(...wrapped.map(({ length }) => length));
  const height = PLOT.top + PLOT.height + foot + (config?.x_label ? 18 : 0);
  const marks = (MARKS[type] ?? MARKS.bar)(values, { x, y, slot, names: series.map(({ name }) => name), categories });
  const spoken = series.map(({ name }, s) => `${name}: ${categories.map((label, i) => `${label} ${values[s][i]}`).join(", ")}`).join(". ");
  return el("div", {},
    svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "chart__svg", role: "img", "aria-label": `${title}. ${spoken}` },
      grid(ticks, y, left), labels(tilt ? categories : wrapped, x, tilt), titles(config, height), marks),
    series.length > 1 ? legend(series.map(({ name }) => name)) : null);
}

/** Round axis values around the data, zero included. */
function scale(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values, low + 1);
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(10)));
}

function grid(ticks, y, left) {
  return ticks.map((tick) => svg("g", {},
    svg("line", { x1: left, x2: WIDTH - PLOT.right, y1: y(tick), y2: y(tick), stroke: tick === 0 ? "#9a9a9a" : "#e8e8e8" }),
    svg("text", { x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, brief(tick))));
}

const brief = (value) => (Math.abs(value) >= 10_000 ? `${value / 1000}k` : String(value));

function labels(categories, x, tilt) {
  const y = PLOT.top + PLOT.height + 16;
  return categories.map((label, index) => tilt
    ? svg("text", { "text-anchor": "end", transform: `translate(${x(index) + 4} ${y - 3}) rotate(-40)` }, label)
    : svg("text", { "text-anchor": "middle" }, label.map((line, n) => svg("tspan", { x: x(index), y: y + LINE * n }, line))));
}

/** A label in as few lines as fit, broken between words. */
function lines(label, room) {
  return label.split(" ").reduce((done, word) => {
    const longer = done.length ? `${done.at(-1)} ${word}` : word;
    return done.length && longer.length * CHAR > room ? [...done, word] : [...done.slice(0, -1), longer];
  }, []);
}

function titles(config, height) {
  const middle = PLOT.top + PLOT.height / 2;
  return [
    config?.x_label ? svg("text", { x: WIDTH / 2, y: height - 4, "text-anchor": "middle", class: "chart__axis" }, config.x_label) : null,
    config?.y_label ? svg("text", { transform: `translate(10 ${middle}) rotate(-90)`, "text-anchor": "middle", class: "chart__axis" }, config.y_label) : null,
  ];
}

const MARKS = {
  bar: (values, { x, y, slot, names, categories }) => values.flatMap((row, s) => row.map((value, i) => {
    const width = Math.min(48, (slot * 0.72) / values.length);
    const left = x(i) - (width * values.length) / 2 + width * s;
    return svg("rect", { x: left, width: Math.max(1, width - 1.5), y: Math.min(y(0), y(value)), height: Math.abs(y(0) - y(value)), fill: colour(s), rx: 1.5 },
      svg("title", {}, `${names[s]}, ${categories[i]}: ${value}`));
  })),
  line: (values, plot) => values.flatMap((row, s) => [trace(row, s, plot), ...dots(row, s, plot)]),
  area: (values, plot) => values.flatMap((row, s) => {
    const { x, y } = plot;
    const base = `L${x(row.length - 1)} ${y(0)}L${x(0)} ${y(0)}z`;
    return [svg("path", { d: `M${points(row, plot)}${base}`, fill: colour(s), "fill-opacity": 0.22 }), trace(row, s, plot)];
  }),
};

const points = (row, { x, y }) => row.map((value, i) => `${x(i)} ${y(value)}`).join("L");

function trace(row, s, plot) {
  return svg("path", { d: `M${points(row, plot)}`, fill: "none", stroke: colour(s), "stroke-width": 2, "stroke-linejoin": "round" });
}

function dots(row, s, { x, y, names, categories }) {
  return row.map((value, i) => svg("circle", { cx: x(i), cy: y(value), r: 3, fill: colour(s) }, svg("title", {}, `${names[s]}, ${categories[i]}: ${value}`)));
}
