/** Bars from left to right, one a line: people, sources, stages. Each leads to its records. */
import { Text } from "@mantine/core";
import { Link } from "react-router";
import { useFormats } from "../values/formats";
import { color } from "./colors";
import classes from "./reports.module.css";
import type { Bar } from "./types";

interface Props { title: string; bars: Bar[]; keys: (string | null)[]; name: (bar: Bar) => string; label: (bar: Bar) => string; to: (bar: Bar) => string; show?: (count: number) => string; centred?: boolean }

const MOST = 12;

export function Lines({ title, bars, keys, name, label, to, show, centred = false }: Props) {
  const formats = useFormats();
  const top = Math.max(1, ...bars.map((bar) => bar.count));
  return (
    <ul className={classes.lines} aria-label={title}>
      {bars.slice(0, MOST).map((bar) => (
        <li key={bar.key}>
          <Link to={to(bar)} className={`${classes.lineOf} ${show ? classes.wordy : ""}`} title={label(bar)}>
            <Text span size="xs" lineClamp={2} className="isolated">{name(bar)}</Text>
            <svg width="100%" height={18} aria-hidden preserveAspectRatio="none" viewBox="0 0 1000 18">
              <rect x={0} y={0} width={1000} height={18} rx={3} className={classes.track} />
              <g transform={centred ? `translate(${(1000 - (bar.count / top) * 1000) / 2} 0)` : undefined}>{pieces(bar, keys, top).map((part) => <rect key={part.key} x={part.x} y={0} width={part.width} height={18} fill={color(keys.indexOf(part.key))} />)}</g>
            </svg>
            <Text span size="xs" ta="right" fw={600} className={classes.figure}>{(show ?? formats.number)(bar.count)}</Text>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function pieces(bar: Bar, keys: (string | null)[], top: number) {
  let x = 0;
  return keys.flatMap((key) => {
    const count = bar.parts.find((part) => part.key === key)?.count ?? 0;
    const width = (count / top) * 1000;
    const piece = { key, x, width };
    x += width;
    return count ? [piece] : [];
  });
}
