/** When something may be put off to, in words; the next week begins when the company's does. */
import { useTranslation } from "react-i18next";
import { useMe } from "../api/queries";
import { ownZone, zoneOf } from "../values/zone";
import { LATER, type Later, until } from "./later";

export function useLater() {
  const { t, i18n } = useTranslation();
  const me = useMe().data;
  const instant = (later: Later) => until(later, new Date(), me?.company.week_start, ownZone(me));
  const day = new Intl.DateTimeFormat(i18n.language, { weekday: "long", timeZone: zoneOf(ownZone(me)) }).format(new Date(instant("week")));
  return LATER.map((each) => ({ name: each, label: t(`later.${each}`, { day }), instant: () => instant(each) }));
}
