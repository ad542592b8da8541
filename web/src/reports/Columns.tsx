/** Columns over time, cut into parts; each leads to its records. */
import { useElementSize } from "@mantine/hooks";
import { Link } from "react-router";
import { color } from "./colors";
import classes from "./reports.module.css";
import type { Bar } from "./types";
import { HOURS_FROM } from "./useLasting";

interface Props { title: string; bars: Bar[]; keys: (string | null)[]; label: (bar: Bar) => string; short: (bar: Bar) => string; to: (bar: Bar) => string; show: (count: number) => string; minutes: boolean }

const HEIGHT = 190;
const FOOT = 22;

export function Columns({ title, bars, keys, label, short, to, show, minutes }: Props) {
  const { ref, width } = useElementSize();
  const side = minutes ? 48 : 30;
  const highest = Math.max(1, ...bars.map((bar) => bar.count));
  const unit = minutes && highest >= HOURS_FROM ? 60 : 1;
  const top = ceiling(highest / unit) * unit;
  const step = Math.max(0, width - side) / Math.max(1, bars.length);
  const thick = Math.max(2, Math.min(34, step * 0.72));
  const high = (count: number) => (count / top) * (HEIGHT - FOOT - 12);
  const every = Math.max(1, Math.ceil(52 / Math.max(1, step)));
  return (
    <div ref={ref} className={classes.chart}>
      <svg width={width} height={HEIGHT} role="group" aria-label={title}>
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <line x1={side} x2={width} y1={HEIGHT - FOOT - high(top * part)} y2={HEIGHT - FOOT - high(top * part)} className={classes.grid} />
            <text x={side - 6} y={HEIGHT - FOOT - high(top * part) + 4} textAnchor="end" className={classes.tick}>{show(top * part)}</text>
          </g>
        ))}
        {bars.map((bar, place) => {
          const x = side + step * place + (step - thick) / 2;
          const parts = stacked(bar, keys);
          return (
            <g key={bar.key}>
              {bar.count > 0 && (
                <Link to={to(bar)} aria-label={label(bar)}>
                  <title>{label(bar)}</title>
                  <rect x={side + step * place} y={0} width={step} height={HEIGHT - FOOT} className={classes.hit} />
                  {parts.map((part) => <rect key={part.key} x={x} width={thick} rx={2} y={HEIGHT - FOOT - high(part.from + part.count)} height={Math.max(1, high(part.count))} fill={color(keys.indexOf(part.key))} />)}
                </Link>
              )}
              {place % every === 0 && <text x={x + thick / 2} y={HEIGHT - 6} textAnchor="middle" className={classes.tick}>{short(bar)}</text>}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

function stacked(bar: Bar, keys: (string | null)[]) {
  let from = 0;
  return keys.flatMap((key) => {
    const count = bar.parts.find((part) => part.key === key)?.count ?? 0;
    const part = { key, count, from };
    from += count;
    return count ? [part] : [];
  });
}

/** A round even number at or above the highest column. */
function ceiling(highest: number): number {
  const size = 10 ** Math.floor(Math.log10(highest));
  const found = [1, 2, 4, 6, 8, 10].map((each) => each * size).find((each) => each >= highest) ?? highest;
  return Math.max(2, found);
}
